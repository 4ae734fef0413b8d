"""What safestore calls in wasmtime's C library for components, declared for cffi.

Facts of wasmtime's C API, versions 47 to 50. Two things changed among them: a component function
became larger, and what a component imports is since described by an "extern" around its type.
"""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["COMPONENT_KINDS", "COMPONENT_STRUCTS", "component_cdef"]

# Structs whose size the bindings know too.
COMPONENT_STRUCTS = (
    "wasmtime_component_func_t",
    "wasmtime_component_instance_t",
    "wasmtime_component_valtype_t",
    "wasmtime_component_item_t",
    "wasmtime_component_val_t",
    "wasmtime_component_valrecord_entry_t",
)

# Discriminants, in order from 0: of value types, of values, of the items of a component.
_VALTYPES = (
    "BOOL S8 S16 S32 S64 U8 U16 U32 U64 F32 F64 CHAR STRING LIST RECORD TUPLE VARIANT ENUM "
    "OPTION RESULT FLAGS OWN BORROW FUTURE STREAM ERROR_CONTEXT"
)
_VALUES = (
    "BOOL S8 U8 S16 U16 S32 U32 S64 U64 F32 F64 CHAR STRING LIST RECORD TUPLE VARIANT ENUM "
    "OPTION RESULT FLAGS RESOURCE"
)
_ITEMS = "COMPONENT COMPONENT_INSTANCE MODULE COMPONENT_FUNC RESOURCE CORE_FUNC TYPE"

COMPONENT_KINDS = {
    f"WASMTIME_COMPONENT_{prefix}{name}": number
    for prefix, names in (("VALTYPE_", _VALTYPES), ("", _VALUES), ("ITEM_", _ITEMS))
    for number, name in enumerate(names.split())
}

_OPAQUE = (
    "wasmtime_component_t",
    "wasmtime_component_type_t",
    "wasmtime_component_instance_type_t",
    "wasmtime_component_func_type_t",
    "wasmtime_component_resource_type_t",
    "wasmtime_component_list_type_t",
    "wasmtime_component_record_type_t",
    "wasmtime_component_tuple_type_t",
    "wasmtime_component_variant_type_t",
    "wasmtime_component_enum_type_t",
    "wasmtime_component_option_type_t",
    "wasmtime_component_result_type_t",
    "wasmtime_component_flags_type_t",
    "wasmtime_component_future_type_t",
    "wasmtime_component_stream_type_t",
    "wasmtime_component_export_index_t",
    "wasmtime_component_resource_any_t",
    "wasmtime_component_resource_host_t",
    "wasmtime_component_linker_t",
    "wasmtime_component_linker_instance_t",
    "wasmtime_component_extern_t",
    "wasmtime_module_type_t",
)

_CDEF = """
typedef struct { uint64_t store_id; uint32_t private1; } wasmtime_component_instance_t;

/* types: `of` is an owned pointer where the kind has one */
typedef struct { uint8_t kind; void *of; } wasmtime_component_valtype_t;
typedef struct {
  uint8_t kind;
  union { void *pointer; wasmtime_component_valtype_t type; } of;
} wasmtime_component_item_t;

/* values */
typedef struct wasmtime_component_val wasmtime_component_val_t;
typedef struct wasmtime_component_valrecord_entry wasmtime_component_valrecord_entry_t;
typedef struct { size_t size; wasmtime_component_val_t *data; } wasmtime_component_vallist_t;
typedef struct {
  size_t size; wasmtime_component_valrecord_entry_t *data;
} wasmtime_component_valrecord_t;
typedef struct { size_t size; wasm_byte_vec_t *data; } wasmtime_component_valflags_t;
typedef struct {
  wasm_byte_vec_t discriminant; wasmtime_component_val_t *val;
} wasmtime_component_valvariant_t;
typedef struct { bool is_ok; wasmtime_component_val_t *val; } wasmtime_component_valresult_t;
typedef union {
  bool boolean; int8_t s8; uint8_t u8; int16_t s16; uint16_t u16; int32_t s32; uint32_t u32;
  int64_t s64; uint64_t u64; float f32; double f64; uint32_t character;
  wasm_byte_vec_t string;
  wasmtime_component_vallist_t list;
  wasmtime_component_valrecord_t record;
  wasmtime_component_vallist_t tuple;
  wasmtime_component_valvariant_t variant;
  wasm_byte_vec_t enumeration;
  wasmtime_component_val_t *option;
  wasmtime_component_valresult_t result;
  wasmtime_component_valflags_t flags;
  wasmtime_component_resource_any_t *resource;
} wasmtime_component_valunion_t;
struct wasmtime_component_val { uint8_t kind; wasmtime_component_valunion_t of; };
struct wasmtime_component_valrecord_entry { wasm_byte_vec_t name; wasmtime_component_val_t val; };

void wasm_byte_vec_new(wasm_byte_vec_t *out, size_t size, const char *bytes);
void wasmtime_component_vallist_new_uninit(wasmtime_component_vallist_t *out, size_t size);
void wasmtime_component_valtuple_new_uninit(wasmtime_component_vallist_t *out, size_t size);
void wasmtime_component_valrecord_new_uninit(wasmtime_component_valrecord_t *out, size_t size);
void wasmtime_component_valflags_new_uninit(wasmtime_component_valflags_t *out, size_t size);
wasmtime_component_val_t *wasmtime_component_val_new(wasmtime_component_val_t *value);
void wasmtime_component_val_delete(wasmtime_component_val_t *value);

/* components */
error_ptr wasmtime_component_new(wasm_engine_t *engine, const char *wasm, size_t length,
                                 uintptr_t *out);
void wasmtime_component_delete(wasmtime_component_t *component);
error_ptr wasmtime_component_serialize(const wasmtime_component_t *component,
                                       wasm_byte_vec_t *out);
error_ptr wasmtime_component_deserialize(wasm_engine_t *engine, const char *bytes, size_t length,
                                         uintptr_t *out);
uintptr_t wasmtime_component_type(const wasmtime_component_t *component);
uintptr_t wasmtime_component_get_export_index(const wasmtime_component_t *component,
                                              const wasmtime_component_export_index_t *instance,
                                              const char *name, size_t length);
void wasmtime_component_export_index_delete(wasmtime_component_export_index_t *index);

/* types of components, instances and modules; `out` is an item or, later, an extern */
size_t wasmtime_component_type_import_count(const wasmtime_component_type_t *type,
                                            const wasm_engine_t *engine);
bool wasmtime_component_type_import_nth(const wasmtime_component_type_t *type,
                                        const wasm_engine_t *engine, size_t index, char **name,
                                        size_t *length, void *out);
size_t wasmtime_component_type_export_count(const wasmtime_component_type_t *type,
                                            const wasm_engine_t *engine);
bool wasmtime_component_type_export_nth(const wasmtime_component_type_t *type,
                                        const wasm_engine_t *engine, size_t index, char **name,
                                        size_t *length, void *out);
size_t wasmtime_component_instance_type_export_count(
    const wasmtime_component_instance_type_t *type, const wasm_engine_t *engine);
bool wasmtime_component_instance_type_export_nth(const wasmtime_component_instance_type_t *type,
                                                 const wasm_engine_t *engine, size_t index,
                                                 char **name, size_t *length, void *out);
void wasmtime_component_item_delete(wasmtime_component_item_t *item);
size_t wasmtime_module_type_import_count(const wasmtime_module_type_t *type,
                                         const wasm_engine_t *engine);
uintptr_t wasmtime_module_type_import_nth(const wasmtime_module_type_t *type,
                                          const wasm_engine_t *engine, size_t index);
size_t wasmtime_module_type_export_count(const wasmtime_module_type_t *type,
                                         const wasm_engine_t *engine);
uintptr_t wasmtime_module_type_export_nth(const wasmtime_module_type_t *type,
                                          const wasm_engine_t *engine, size_t index);
void wasm_importtype_delete(uintptr_t type);
void wasm_exporttype_delete(uintptr_t type);
void wasmtime_component_type_delete(wasmtime_component_type_t *type);
void wasmtime_component_instance_type_delete(wasmtime_component_instance_type_t *type);
void wasmtime_module_type_delete(wasmtime_module_type_t *type);

/* types of functions and values */
size_t wasmtime_component_func_type_param_count(const wasmtime_component_func_type_t *type);
bool wasmtime_component_func_type_param_nth(const wasmtime_component_func_type_t *type,
                                            size_t index, char **name, size_t *length,
                                            wasmtime_component_valtype_t *out);
bool wasmtime_component_func_type_result(const wasmtime_component_func_type_t *type,
                                         wasmtime_component_valtype_t *out);
void wasmtime_component_func_type_delete(wasmtime_component_func_type_t *type);
void wasmtime_component_valtype_delete(wasmtime_component_valtype_t *type);
void wasmtime_component_list_type_element(const wasmtime_component_list_type_t *type,
                                          wasmtime_component_valtype_t *out);
size_t wasmtime_component_record_type_field_count(const wasmtime_component_record_type_t *type);
bool wasmtime_component_record_type_field_nth(const wasmtime_component_record_type_t *type,
                                              size_t index, char **name, size_t *length,
                                              wasmtime_component_valtype_t *out);
size_t wasmtime_component_tuple_type_types_count(const wasmtime_component_tuple_type_t *type);
bool wasmtime_component_tuple_type_types_nth(const wasmtime_component_tuple_type_t *type,
                                             size_t index, wasmtime_component_valtype_t *out);
size_t wasmtime_component_variant_type_case_count(const wasmtime_component_variant_type_t *type);
bool wasmtime_component_variant_type_case_nth(const wasmtime_component_variant_type_t *type,
                                              size_t index, char **name, size_t *length,
                                              bool *has_payload,
                                              wasmtime_component_valtype_t *out);
size_t wasmtime_component_enum_type_names_count(const wasmtime_component_enum_type_t *type);
bool wasmtime_component_enum_type_names_nth(const wasmtime_component_enum_type_t *type,
                                            size_t index, char **name, size_t *length);
void wasmtime_component_option_type_ty(const wasmtime_component_option_type_t *type,
                                       wasmtime_component_valtype_t *out);
bool wasmtime_component_result_type_ok(const wasmtime_component_result_type_t *type,
                                       wasmtime_component_valtype_t *out);
bool wasmtime_component_result_type_err(const wasmtime_component_result_type_t *type,
                                        wasmtime_component_valtype_t *out);
size_t wasmtime_component_flags_type_names_count(const wasmtime_component_flags_type_t *type);
bool wasmtime_component_flags_type_names_nth(const wasmtime_component_flags_type_t *type,
                                             size_t index, char **name, size_t *length);
bool wasmtime_component_future_type_ty(const wasmtime_component_future_type_t *type,
                                       wasmtime_component_valtype_t *out);
bool wasmtime_component_stream_type_ty(const wasmtime_component_stream_type_t *type,
                                       wasmtime_component_valtype_t *out);
uintptr_t wasmtime_component_resource_type_new_host(uint32_t type);

/* resources */
uintptr_t wasmtime_component_resource_any_type(const wasmtime_component_resource_any_t *resource);
wasmtime_component_resource_any_t *wasmtime_component_resource_any_clone(
    const wasmtime_component_resource_any_t *resource);
bool wasmtime_component_resource_any_owned(const wasmtime_component_resource_any_t *resource);
error_ptr wasmtime_component_resource_any_drop(wasmtime_context_t *context,
                                               const wasmtime_component_resource_any_t *resource);
void wasmtime_component_resource_any_delete(wasmtime_component_resource_any_t *resource);
error_ptr wasmtime_component_resource_any_to_host(
    wasmtime_context_t *context, const wasmtime_component_resource_any_t *resource,
    uintptr_t *out);
uintptr_t wasmtime_component_resource_host_new(bool owned, uint32_t rep, uint32_t type);
uint32_t wasmtime_component_resource_host_rep(const wasmtime_component_resource_host_t *resource);
uint32_t wasmtime_component_resource_host_type(
    const wasmtime_component_resource_host_t *resource);
bool wasmtime_component_resource_host_owned(const wasmtime_component_resource_host_t *resource);
void wasmtime_component_resource_host_delete(wasmtime_component_resource_host_t *resource);
error_ptr wasmtime_component_resource_host_to_any(
    wasmtime_context_t *context, const wasmtime_component_resource_host_t *resource,
    uintptr_t *out);

/* functions, instances, linkers */
uintptr_t wasmtime_component_func_type(const wasmtime_component_func_t *func,
                                       wasmtime_context_t *context);
error_ptr wasmtime_component_func_call(const wasmtime_component_func_t *func,
                                       wasmtime_context_t *context,
                                       const wasmtime_component_val_t *args, size_t nargs,
                                       wasmtime_component_val_t *results, size_t nresults);
error_ptr wasmtime_component_func_post_return(const wasmtime_component_func_t *func,
                                              wasmtime_context_t *context);
uintptr_t wasmtime_component_instance_get_export_index(
    const wasmtime_component_instance_t *instance, wasmtime_context_t *context,
    const wasmtime_component_export_index_t *within, const char *name, size_t length);
bool wasmtime_component_instance_get_func(const wasmtime_component_instance_t *instance,
                                          wasmtime_context_t *context,
                                          const wasmtime_component_export_index_t *index,
                                          wasmtime_component_func_t *out);
uintptr_t wasmtime_component_linker_new(const wasm_engine_t *engine);
void wasmtime_component_linker_delete(wasmtime_component_linker_t *linker);
void wasmtime_component_linker_allow_shadowing(wasmtime_component_linker_t *linker, bool allow);
uintptr_t wasmtime_component_linker_root(wasmtime_component_linker_t *linker);
error_ptr wasmtime_component_linker_instantiate(const wasmtime_component_linker_t *linker,
                                                wasmtime_context_t *context,
                                                const wasmtime_component_t *component,
                                                wasmtime_component_instance_t *out);
error_ptr wasmtime_component_linker_define_unknown_imports_as_traps(
    wasmtime_component_linker_t *linker, const wasmtime_component_t *component);
error_ptr wasmtime_component_linker_add_wasip2(wasmtime_component_linker_t *linker);
error_ptr wasmtime_component_linker_add_wasi_http(wasmtime_component_linker_t *linker);
void wasmtime_component_linker_instance_delete(wasmtime_component_linker_instance_t *instance);
error_ptr wasmtime_component_linker_instance_add_instance(
    wasmtime_component_linker_instance_t *instance, const char *name, size_t length,
    uintptr_t *out);
error_ptr wasmtime_component_linker_instance_add_module(
    wasmtime_component_linker_instance_t *instance, const char *name, size_t length,
    const wasmtime_module_t *module);
error_ptr wasmtime_component_linker_instance_add_func(
    wasmtime_component_linker_instance_t *instance, const char *name, size_t length,
    uintptr_t callback, uintptr_t data, uintptr_t finalizer);
error_ptr wasmtime_component_linker_instance_add_resource(
    wasmtime_component_linker_instance_t *instance, const char *name, size_t length,
    const wasmtime_component_resource_type_t *type, uintptr_t callback, uintptr_t data,
    uintptr_t finalizer);
"""

# The types that can be compared.
_COMPARABLE = (
    "list",
    "record",
    "tuple",
    "variant",
    "enum",
    "option",
    "result",
    "flags",
    "future",
    "stream",
    "resource",
)

_EXTERNS = """
void wasmtime_component_extern_type(const wasmtime_component_extern_t *item,
                                    wasmtime_component_item_t *out);
const char *wasmtime_component_extern_implements(const wasmtime_component_extern_t *item,
                                                 size_t *length);
bool wasmtime_component_extern_is_implements(const wasmtime_component_extern_t *item,
                                             const char *name, size_t length);
const char *wasmtime_component_extern_external_id(const wasmtime_component_extern_t *item,
                                                  size_t *length);
void wasmtime_component_extern_delete(wasmtime_component_extern_t *item);
"""


def component_cdef(bindings: Any) -> str:
    """The declarations that fit the installed wasmtime, whose bindings these are."""
    opaque = "".join(f"typedef struct {name} {name};\n" for name in _OPAQUE)
    # What follows the store's number is wasmtime's own, and some versions have more of it.
    # A version without components is refused later, with a reason.
    known = getattr(bindings, "wasmtime_component_func_t", None)
    private = ctypes.sizeof(known) - 8 if known is not None else 8
    func = (
        f"typedef struct {{ uint64_t store_id; uint8_t private1[{private}]; }} "
        "wasmtime_component_func_t;\n"
    )
    of_types = "".join(
        f"void wasmtime_component_{kind}_type_delete(wasmtime_component_{kind}_type_t *type);\n"
        f"bool wasmtime_component_{kind}_type_equal(const wasmtime_component_{kind}_type_t *a,\n"
        f"                                          const wasmtime_component_{kind}_type_t *b);\n"
        for kind in _COMPARABLE
    )
    externs = _EXTERNS if hasattr(bindings, "wasmtime_component_extern_type") else ""
    return opaque + func + _CDEF + of_types + externs
