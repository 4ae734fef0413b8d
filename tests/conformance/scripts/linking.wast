;; Imports of every kind, shared between instances, through Linker.instantiate.
(module $counter
  (global $count (export "count") (mut i32) (i32.const 0))
  (global (export "limit") i64 (i64.const 99))
  (memory (export "mem") 1 2)
  (table (export "table") 2 4 funcref)
  (table (export "externs") 2 externref)
  (tag (export "tag") (param i64))
  (data (i32.const 0) "counter")
  (func (export "next") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count))
  (func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "call") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
  (func (export "pages") (result i32) (memory.size)))
(register "counter")

(module $user
  (import "counter" "next" (func $next (result i32)))
  (import "counter" "count" (global $count (mut i32)))
  (import "counter" "limit" (global $limit i64))
  (import "counter" "mem" (memory 1 2))
  (import "counter" "table" (table 2 4 funcref))
  (import "host" "swap" (func $swap (param i32 i64) (result i64 i32)))
  (data (i32.const 4) "USER")
  (elem (i32.const 1) $own)
  (func $own (result i32) (i32.const 77))
  (export "next" (func $next))
  (export "again" (func $next))
  (func (export "twice") (result i32) (i32.add (call $next) (call $next)))
  (func (export "limit") (result i64) (global.get $limit))
  (func (export "reset") (global.set $count (i32.const 100)))
  (func (export "write") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "swap") (param i32 i64) (result i64 i32)
    (call $swap (local.get 0) (local.get 1))))

(assert_return (invoke $counter "next") (i32.const 1))
(assert_return (invoke $user "twice") (i32.const 5))
(assert_return (invoke $user "again") (i32.const 4))
(assert_return (get $counter "count") (i32.const 4))
(assert_return (invoke $user "reset"))
(assert_return (invoke $counter "next") (i32.const 101))
(assert_return (set $counter "count" (i32.const 200)))
(assert_return (invoke $user "next") (i32.const 201))
(assert_return (invoke $user "limit") (i64.const 99))
;; The second module's segments went into the first one's memory and table.
(assert_return (memory.read $counter "mem" 0 8) "counUSER")
(assert_return (invoke $user "write" (i32.const 0) (i32.const 0x43)))
(assert_return (invoke $counter "read" (i32.const 0)) (i32.const 0x43))
(assert_return (invoke $counter "call" (i32.const 1)) (i32.const 77))
(assert_trap (invoke $counter "call" (i32.const 0)) "indirect call to null")
(assert_return (invoke $user "grow" (i32.const 1)) (i32.const 1))
(assert_return (invoke $counter "pages") (i32.const 2))
(assert_return (memory.size $counter "mem") 2)
(assert_return (invoke $user "swap" (i32.const -1) (i64.const -2)) (i64.const -2) (i32.const -1))

;; An import may ask for less than is there: fewer pages, no maximum.
(module (import "counter" "mem" (memory 0)) (import "counter" "table" (table 1 funcref)))
;; The memory has grown by now, so that two pages are there.
(module (import "counter" "mem" (memory 2 2)))
(module (import "counter" "externs" (table 1 externref)))
(module (import "counter" "tag" (tag (param i64))))
(module (import "host" "tag" (tag (param i32))))

(assert_unlinkable (module (import "counter" "missing" (func))) "unknown import")
(assert_unlinkable (module (import "nowhere" "next" (func))) "unknown module")
(assert_unlinkable (module (import "counter" "next" (func))) "function type")
(assert_unlinkable (module (import "counter" "next" (func (param i32) (result i32)))) "function type")
(assert_unlinkable (module (import "counter" "next" (func (result i64)))) "function type")
(assert_unlinkable (module (import "counter" "next" (global i32))) "not a global")
(assert_unlinkable (module (import "counter" "next" (memory 1))) "not a memory")
(assert_unlinkable (module (import "counter" "mem" (func))) "not a function")
(assert_unlinkable (module (import "counter" "mem" (table 1 funcref))) "not a table")
(assert_unlinkable (module (import "counter" "count" (global i32))) "constant wanted")
(assert_unlinkable (module (import "counter" "limit" (global (mut i64)))) "variable wanted")
(assert_unlinkable (module (import "counter" "limit" (global i32))) "global type")
(assert_unlinkable (module (import "host" "externref" (global funcref))) "global type")
(assert_unlinkable (module (import "counter" "mem" (memory 3))) "too small")
(assert_unlinkable (module (import "counter" "mem" (memory 1 1))) "maximum too large")
(assert_unlinkable (module (import "counter" "externs" (table 1 2 externref))) "no maximum")
(assert_unlinkable (module (import "counter" "table" (table 3 funcref))) "too small")
(assert_unlinkable (module (import "counter" "table" (table 2 3 funcref))) "maximum too large")
(assert_unlinkable (module (import "counter" "table" (table 2 externref))) "element type")
(assert_unlinkable (module (import "counter" "mem" (memory i64 1))) "index type")
(assert_unlinkable (module (import "counter" "tag" (tag (param i32)))) "tag type")
(assert_unlinkable (module (import "counter" "tag" (tag))) "tag type")

;; What a failed instantiation wrote before it trapped stays.
(assert_trap
  (module
    (import "counter" "mem" (memory 1))
    (import "counter" "table" (table 1 funcref))
    (elem (i32.const 0) $stays)
    (data (i32.const 16) "stays")
    (data (i32.const 131072) "does not fit")
    (func $stays (result i32) (i32.const 55)))
  "memory out of bounds")
(assert_return (memory.read $counter "mem" 16 21) "stays")
(assert_return (invoke $counter "call" (i32.const 0)) (i32.const 55))
;; A module that does not link writes nothing.
(assert_unlinkable
  (module
    (import "counter" "mem" (memory 1))
    (import "counter" "missing" (global i32))
    (data (i32.const 16) "other"))
  "unknown import")
(assert_return (memory.read $counter "mem" 16 21) "stays")

;; Registering anew replaces the name; instances that are there keep what they have.
(module $second (func (export "next") (result i32) (i32.const -1)))
(register "counter" $second)
(module $later (import "counter" "next" (func $next (result i32))) (export "next" (func $next)))
(assert_return (invoke $later "next") (i32.const -1))
(assert_return (invoke $user "next") (i32.const 202))

;; A module's own description of its imports and exports.
(assert_return
  (imports (module
    (import "a" "f" (func (param i32 f64) (result i64)))
    (import "a" "g" (global (mut externref)))
    (import "b" "m" (memory 1 2))
    (import "b" "t" (table 0 funcref))
    (import "" "" (tag (param f32)))))
  "a.f: func i32 f64 -> i64" "a.g: global mut externref" "b.m: memory 1..2"
  "b.t: table 0.. funcref" ".: tag f32 ->")
(assert_return
  (exports (module
    (func (export "f") (result f32 f32) (f32.const 1) (f32.const 2))
    (memory (export "m") i64 1)
    (table (export "t") 3 9 externref)))
  "f: func -> f32 f32" "m: memory i64 1.." "t: table 3..9 externref")
(assert_invalid (module (func (export "a")) (func (export "a"))) "duplicate export")
(assert_invalid (module (export "a" (func 0))) "no such function")
