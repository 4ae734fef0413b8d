"""What safestore calls in wasmtime's C library, declared for cffi.

Facts of wasmtime's C API, versions 47 to 50. Pointers that are only handed on are declared as
`uintptr_t`: an int costs less than a cdata, is falsy when null, and cannot be freed by accident.
Those whose lifetime Python guards are real pointers.
"""

CDEF = """
typedef struct wasm_config_t wasm_config_t;
typedef struct wasm_engine_t wasm_engine_t;
typedef struct wasi_config_t wasi_config_t;
typedef struct wasmtime_store wasmtime_store_t;
typedef struct wasmtime_context wasmtime_context_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_instance_pre wasmtime_instance_pre_t;
typedef struct wasmtime_sharedmemory wasmtime_sharedmemory_t;

/* Owned errors and traps, as the integers that they are until someone reads them. */
typedef uintptr_t error_ptr;
typedef uintptr_t trap_ptr;

typedef struct { size_t size; char *data; } wasm_byte_vec_t;
typedef struct { size_t size; uintptr_t *data; } pointer_vec_t;
typedef struct { uint32_t min; uint32_t max; } wasm_limits_t;

typedef struct { uint64_t store_id; void *private1; } wasmtime_func_t;
typedef struct {
  uint64_t store_id; uint32_t private1; uint32_t private2; uint32_t private3;
} wasmtime_global_t;
typedef struct {
  struct { uint64_t store_id; uint32_t private1; }; uint32_t private2;
} wasmtime_table_t;
typedef struct {
  struct { uint64_t store_id; uint32_t private1; }; uint32_t private2;
} wasmtime_memory_t;
typedef struct {
  struct { uint64_t store_id; uint32_t private1; }; uint32_t private2;
} wasmtime_tag_t;
typedef struct { uint64_t store_id; size_t private1; } wasmtime_instance_t;
typedef struct {
  uint64_t store_id; uint32_t private1; uint32_t private2; void *private3;
} wasmtime_externref_t;

typedef union {
  wasmtime_func_t func;
  wasmtime_global_t global_;
  wasmtime_table_t table;
  wasmtime_memory_t memory;
  wasmtime_sharedmemory_t *sharedmemory;
  wasmtime_tag_t tag;
} wasmtime_extern_union_t;
typedef struct { uint8_t kind; wasmtime_extern_union_t of; } wasmtime_extern_t;

typedef union {
  int32_t i32; int64_t i64; float f32; double f64;
  wasmtime_externref_t externref; wasmtime_func_t funcref; uint8_t v128[16];
} wasmtime_valunion_t;
typedef struct { uint8_t kind; wasmtime_valunion_t of; } wasmtime_val_t;

typedef struct { uint8_t kind; void *of; } wasmtime_heaptype_t;
typedef struct { bool nullable; wasmtime_heaptype_t heaptype; } wasmtime_reftype_t;
typedef struct { uint8_t kind; wasmtime_reftype_t reftype; } wasmtime_valtype_t;

/* errors and traps */
error_ptr wasmtime_error_new(const char *message);
void wasmtime_error_delete(error_ptr error);
void wasmtime_error_message(error_ptr error, wasm_byte_vec_t *message);
bool wasmtime_error_exit_status(error_ptr error, int *status);
trap_ptr wasmtime_trap_new(const char *message, size_t length);
void wasm_trap_delete(trap_ptr trap);
void wasm_trap_message(trap_ptr trap, wasm_byte_vec_t *message);
void wasm_trap_trace(trap_ptr trap, pointer_vec_t *frames);
bool wasmtime_trap_code(trap_ptr trap, uint8_t *code);
uint32_t wasm_frame_func_index(uintptr_t frame);
size_t wasm_frame_func_offset(uintptr_t frame);
size_t wasm_frame_module_offset(uintptr_t frame);
const wasm_byte_vec_t *wasmtime_frame_func_name(uintptr_t frame);
const wasm_byte_vec_t *wasmtime_frame_module_name(uintptr_t frame);
void wasm_frame_vec_delete(pointer_vec_t *frames);
void wasm_byte_vec_delete(wasm_byte_vec_t *bytes);

/* types */
uintptr_t wasm_valtype_new(uint8_t kind);
void wasm_valtype_vec_new(pointer_vec_t *out, size_t size, const uintptr_t *items);
uintptr_t wasm_functype_new(pointer_vec_t *params, pointer_vec_t *results);
void wasm_functype_delete(uintptr_t type);
const pointer_vec_t *wasm_functype_params(uintptr_t type);
const pointer_vec_t *wasm_functype_results(uintptr_t type);
uintptr_t wasm_globaltype_new(uintptr_t content, uint8_t mutability);
void wasm_globaltype_delete(uintptr_t type);
uintptr_t wasm_globaltype_content(uintptr_t type);
uint8_t wasm_globaltype_mutability(uintptr_t type);
uintptr_t wasm_tabletype_new(uintptr_t element, const wasm_limits_t *limits);
void wasm_tabletype_delete(uintptr_t type);
uintptr_t wasm_tabletype_element(uintptr_t type);
const wasm_limits_t *wasm_tabletype_limits(uintptr_t type);
error_ptr wasmtime_memorytype_new(uint64_t min, bool has_max, uint64_t max, bool is_64,
                                  bool shared, uint8_t page_size_log2, uintptr_t *out);
void wasm_memorytype_delete(uintptr_t type);
uint64_t wasmtime_memorytype_minimum(uintptr_t type);
bool wasmtime_memorytype_maximum(uintptr_t type, uint64_t *max);
bool wasmtime_memorytype_is64(uintptr_t type);
bool wasmtime_memorytype_isshared(uintptr_t type);
uint8_t wasmtime_memorytype_page_size_log2(uintptr_t type);
uintptr_t wasm_tagtype_new(uintptr_t functype);
void wasm_tagtype_delete(uintptr_t type);
uintptr_t wasm_tagtype_functype(uintptr_t type);
uint8_t wasm_externtype_kind(uintptr_t type);
uintptr_t wasm_externtype_as_functype(uintptr_t type);
uintptr_t wasm_externtype_as_globaltype(uintptr_t type);
uintptr_t wasm_externtype_as_tabletype(uintptr_t type);
uintptr_t wasm_externtype_as_memorytype(uintptr_t type);
uintptr_t wasm_externtype_as_tagtype(uintptr_t type);
const wasm_byte_vec_t *wasm_importtype_module(uintptr_t type);
const wasm_byte_vec_t *wasm_importtype_name(uintptr_t type);
uintptr_t wasm_importtype_type(uintptr_t type);
const wasm_byte_vec_t *wasm_exporttype_name(uintptr_t type);
uintptr_t wasm_exporttype_type(uintptr_t type);
void wasm_importtype_vec_delete(pointer_vec_t *types);
void wasm_exporttype_vec_delete(pointer_vec_t *types);
void wasmtime_valtype_new(uintptr_t type, wasmtime_valtype_t *out);
void wasmtime_valtype_delete(wasmtime_valtype_t *type);

/* engine and module */
void wasm_config_delete(wasm_config_t *config);
wasm_engine_t *wasm_engine_new(void);
wasm_engine_t *wasm_engine_new_with_config(uintptr_t config);
void wasm_engine_delete(wasm_engine_t *engine);
void wasmtime_engine_increment_epoch(wasm_engine_t *engine);
bool wasmtime_engine_is_pulley(wasm_engine_t *engine);
error_ptr wasmtime_module_new(wasm_engine_t *engine, const char *wasm, size_t length,
                              uintptr_t *out);
void wasmtime_module_delete(wasmtime_module_t *module);
void wasmtime_module_imports(const wasmtime_module_t *module, pointer_vec_t *out);
void wasmtime_module_exports(const wasmtime_module_t *module, pointer_vec_t *out);
error_ptr wasmtime_module_validate(wasm_engine_t *engine, const char *wasm, size_t length);
error_ptr wasmtime_module_serialize(const wasmtime_module_t *module, wasm_byte_vec_t *out);
error_ptr wasmtime_module_deserialize(wasm_engine_t *engine, const char *bytes, size_t length,
                                      uintptr_t *out);
error_ptr wasmtime_wat2wasm(const char *wat, size_t length, wasm_byte_vec_t *out);

/* store */
wasmtime_store_t *wasmtime_store_new(wasm_engine_t *engine, uintptr_t data, uintptr_t finalizer);
void wasmtime_store_delete(wasmtime_store_t *store);
wasmtime_context_t *wasmtime_store_context(wasmtime_store_t *store);
void wasmtime_store_limiter(wasmtime_store_t *store, int64_t memory_size, int64_t table_elements,
                            int64_t instances, int64_t tables, int64_t memories);
error_ptr wasmtime_context_gc(wasmtime_context_t *context);
error_ptr wasmtime_context_set_fuel(wasmtime_context_t *context, uint64_t fuel);
error_ptr wasmtime_context_get_fuel(const wasmtime_context_t *context, uint64_t *fuel);
error_ptr wasmtime_context_set_wasi(wasmtime_context_t *context, uintptr_t wasi);
void wasmtime_context_set_wasi_http(wasmtime_context_t *context);
void wasmtime_context_set_epoch_deadline(wasmtime_context_t *context, uint64_t ticks);
void wasi_config_delete(wasi_config_t *config);
void wasi_config_set_stdout_custom(wasi_config_t *config, uintptr_t callback, uintptr_t data,
                                   uintptr_t finalizer);
void wasi_config_set_stderr_custom(wasi_config_t *config, uintptr_t callback, uintptr_t data,
                                   uintptr_t finalizer);

/* functions and callers */
void wasmtime_func_new(wasmtime_context_t *context, uintptr_t type, uintptr_t callback,
                       uintptr_t data, uintptr_t finalizer, wasmtime_func_t *out);
void wasmtime_func_new_unchecked(wasmtime_context_t *context, uintptr_t type, uintptr_t callback,
                                 uintptr_t data, uintptr_t finalizer, wasmtime_func_t *out);
uintptr_t wasmtime_func_type(const wasmtime_context_t *context, const wasmtime_func_t *func);
error_ptr wasmtime_func_call(wasmtime_context_t *context, const wasmtime_func_t *func,
                             const wasmtime_val_t *args, size_t nargs,
                             wasmtime_val_t *results, size_t nresults, trap_ptr *trap);
error_ptr wasmtime_func_call_unchecked(wasmtime_context_t *context, const wasmtime_func_t *func,
                                       void *values, size_t nvalues, trap_ptr *trap);
uintptr_t wasmtime_caller_context(uintptr_t caller);
bool wasmtime_caller_export_get(uintptr_t caller, const char *name, size_t length,
                                wasmtime_extern_t *out);

/* values */
bool wasmtime_externref_new(wasmtime_context_t *context, uintptr_t data, uintptr_t finalizer,
                            wasmtime_externref_t *out);
uintptr_t wasmtime_externref_data(wasmtime_context_t *context, const wasmtime_externref_t *ref);
void wasmtime_val_unroot(wasmtime_val_t *value);
void wasmtime_extern_delete(wasmtime_extern_t *item);

/* memory */
error_ptr wasmtime_memory_new(wasmtime_context_t *context, uintptr_t type,
                              wasmtime_memory_t *out);
uintptr_t wasmtime_memory_type(const wasmtime_context_t *context, const wasmtime_memory_t *memory);
char *wasmtime_memory_data(wasmtime_context_t *context, const wasmtime_memory_t *memory);
size_t wasmtime_memory_data_size(const wasmtime_context_t *context,
                                 const wasmtime_memory_t *memory);
uint64_t wasmtime_memory_size(const wasmtime_context_t *context, const wasmtime_memory_t *memory);
error_ptr wasmtime_memory_grow(wasmtime_context_t *context, const wasmtime_memory_t *memory,
                               uint64_t delta, uint64_t *previous);
uint64_t wasmtime_memory_page_size(wasmtime_context_t *context, const wasmtime_memory_t *memory);
uint8_t wasmtime_memory_page_size_log2(wasmtime_context_t *context,
                                       const wasmtime_memory_t *memory);
error_ptr wasmtime_sharedmemory_new(wasm_engine_t *engine, uintptr_t type, uintptr_t *out);
void wasmtime_sharedmemory_delete(wasmtime_sharedmemory_t *memory);
wasmtime_sharedmemory_t *wasmtime_sharedmemory_clone(const wasmtime_sharedmemory_t *memory);
uintptr_t wasmtime_sharedmemory_type(const wasmtime_sharedmemory_t *memory);
char *wasmtime_sharedmemory_data(const wasmtime_sharedmemory_t *memory);
size_t wasmtime_sharedmemory_data_size(const wasmtime_sharedmemory_t *memory);
uint64_t wasmtime_sharedmemory_size(const wasmtime_sharedmemory_t *memory);
error_ptr wasmtime_sharedmemory_grow(const wasmtime_sharedmemory_t *memory, uint64_t delta,
                                     uint64_t *previous);

/* table, global, tag */
error_ptr wasmtime_table_new(wasmtime_context_t *context, uintptr_t type,
                             const wasmtime_val_t *init, wasmtime_table_t *out);
uintptr_t wasmtime_table_type(const wasmtime_context_t *context, const wasmtime_table_t *table);
bool wasmtime_table_get(wasmtime_context_t *context, const wasmtime_table_t *table,
                        uint64_t index, wasmtime_val_t *out);
error_ptr wasmtime_table_set(wasmtime_context_t *context, const wasmtime_table_t *table,
                             uint64_t index, const wasmtime_val_t *value);
uint64_t wasmtime_table_size(const wasmtime_context_t *context, const wasmtime_table_t *table);
error_ptr wasmtime_table_grow(wasmtime_context_t *context, const wasmtime_table_t *table,
                              uint64_t delta, const wasmtime_val_t *init, uint64_t *previous);
error_ptr wasmtime_global_new(wasmtime_context_t *context, uintptr_t type,
                              const wasmtime_val_t *value, wasmtime_global_t *out);
uintptr_t wasmtime_global_type(const wasmtime_context_t *context,
                               const wasmtime_global_t *global_);
void wasmtime_global_get(wasmtime_context_t *context, const wasmtime_global_t *global_,
                         wasmtime_val_t *out);
error_ptr wasmtime_global_set(wasmtime_context_t *context, const wasmtime_global_t *global_,
                              const wasmtime_val_t *value);
error_ptr wasmtime_tag_new(wasmtime_context_t *context, uintptr_t type, wasmtime_tag_t *out);
uintptr_t wasmtime_tag_type(const wasmtime_context_t *context, const wasmtime_tag_t *tag);
bool wasmtime_tag_eq(const wasmtime_context_t *context, const wasmtime_tag_t *a,
                     const wasmtime_tag_t *b);

/* instance and linker */
error_ptr wasmtime_instance_new(wasmtime_context_t *context, const wasmtime_module_t *module,
                                const wasmtime_extern_t *imports, size_t nimports,
                                wasmtime_instance_t *out, trap_ptr *trap);
bool wasmtime_instance_export_nth(wasmtime_context_t *context,
                                  const wasmtime_instance_t *instance, size_t index,
                                  char **name, size_t *length, wasmtime_extern_t *out);
wasmtime_linker_t *wasmtime_linker_new(wasm_engine_t *engine);
void wasmtime_linker_delete(wasmtime_linker_t *linker);
void wasmtime_linker_allow_shadowing(wasmtime_linker_t *linker, bool allow);
error_ptr wasmtime_linker_define(wasmtime_linker_t *linker, wasmtime_context_t *context,
                                 const char *module, size_t module_length, const char *name,
                                 size_t name_length, const wasmtime_extern_t *item);
error_ptr wasmtime_linker_define_func(wasmtime_linker_t *linker, const char *module,
                                      size_t module_length, const char *name, size_t name_length,
                                      uintptr_t type, uintptr_t callback, uintptr_t data,
                                      uintptr_t finalizer);
error_ptr wasmtime_linker_define_func_unchecked(wasmtime_linker_t *linker, const char *module,
                                                size_t module_length, const char *name,
                                                size_t name_length, uintptr_t type,
                                                uintptr_t callback, uintptr_t data,
                                                uintptr_t finalizer);
error_ptr wasmtime_linker_define_wasi(wasmtime_linker_t *linker);
error_ptr wasmtime_linker_define_instance(wasmtime_linker_t *linker,
                                          wasmtime_context_t *context, const char *name,
                                          size_t length, const wasmtime_instance_t *instance);
error_ptr wasmtime_linker_module(wasmtime_linker_t *linker, wasmtime_context_t *context,
                                 const char *name, size_t length,
                                 const wasmtime_module_t *module);
error_ptr wasmtime_linker_instantiate(const wasmtime_linker_t *linker,
                                      wasmtime_context_t *context,
                                      const wasmtime_module_t *module,
                                      wasmtime_instance_t *out, trap_ptr *trap);
error_ptr wasmtime_linker_get_default(const wasmtime_linker_t *linker,
                                      wasmtime_context_t *context, const char *name,
                                      size_t length, wasmtime_func_t *out);
bool wasmtime_linker_get(const wasmtime_linker_t *linker, wasmtime_context_t *context,
                         const char *module, size_t module_length, const char *name,
                         size_t name_length, wasmtime_extern_t *out);
error_ptr wasmtime_linker_define_unknown_imports_as_traps(wasmtime_linker_t *linker,
                                                          const wasmtime_module_t *module);
error_ptr wasmtime_linker_define_unknown_imports_as_default_values(
    wasmtime_linker_t *linker, wasmtime_context_t *context, const wasmtime_module_t *module);
error_ptr wasmtime_linker_instantiate_pre(const wasmtime_linker_t *linker,
                                          const wasmtime_module_t *module, uintptr_t *out);
void wasmtime_instance_pre_delete(wasmtime_instance_pre_t *pre);
error_ptr wasmtime_instance_pre_instantiate(const wasmtime_instance_pre_t *pre,
                                            wasmtime_context_t *context,
                                            wasmtime_instance_t *out, trap_ptr *trap);
uintptr_t wasmtime_instance_pre_module(const wasmtime_instance_pre_t *pre);
"""
