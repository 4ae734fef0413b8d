/* What every guest of the demo stands on: fixed-size types and the names of the border.
 *
 * A guest is freestanding C: no libc, no WASI, no heap. It imports what it needs of the host from
 * "env", and exports its memory and its functions. An exported function that can fail returns NULL
 * when all went well, or the address of a message that ends with a zero byte. */
#ifndef GUEST_H
#define GUEST_H

#include <stddef.h>
#include <stdint.h>

#define IMPORT(name) __attribute__((import_module("env"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

typedef const char *message;

#endif
