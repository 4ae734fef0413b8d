;; memory.fill, memory.copy, memory.init and data.drop.
(module
  (memory (export "mem") 1 1)
  (data $passive "abcdefgh")
  (data $active (i32.const 100) "0123456789")
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i32 i32 i32)
    (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "init") (param i32 i32 i32)
    (memory.init $passive (local.get 0) (local.get 1) (local.get 2)))
  (func (export "init_active") (param i32)
    (memory.init $active (i32.const 0) (i32.const 0) (local.get 0)))
  (func (export "drop") (data.drop $passive)))

(assert_return (invoke "fill" (i32.const 10) (i32.const 0x1ab) (i32.const 3)))
(assert_return (memory.read "mem" 9 14) "\00\ab\ab\ab\00")
(assert_return (invoke "fill" (i32.const 0) (i32.const 0) (i32.const 65536)))
(assert_return (invoke "fill" (i32.const 65536) (i32.const 1) (i32.const 0)))
(assert_trap (invoke "fill" (i32.const 65537) (i32.const 1) (i32.const 0)) "memory out of bounds")
;; Bounds are checked before the first byte is written.
(assert_trap (invoke "fill" (i32.const 65530) (i32.const 9) (i32.const 7)) "memory out of bounds")
(assert_return (memory.read "mem" 65530 65536) "\00\00\00\00\00\00")
(assert_trap (invoke "fill" (i32.const 1) (i32.const 9) (i32.const -1)) "memory out of bounds")

(assert_return (invoke "init" (i32.const 0) (i32.const 0) (i32.const 8)))
(assert_return (memory.read "mem" 0 9) "abcdefgh\00")
;; Copies that overlap, either way.
(assert_return (invoke "copy" (i32.const 2) (i32.const 0) (i32.const 6)))
(assert_return (memory.read "mem" 0 9) "ababcdef\00")
(assert_return (invoke "copy" (i32.const 0) (i32.const 2) (i32.const 6)))
(assert_return (memory.read "mem" 0 9) "abcdefef\00")
(assert_return (invoke "copy" (i32.const 65536) (i32.const 65536) (i32.const 0)))
(assert_trap (invoke "copy" (i32.const 65537) (i32.const 0) (i32.const 0)) "memory out of bounds")
(assert_trap (invoke "copy" (i32.const 0) (i32.const 65530) (i32.const 7)) "memory out of bounds")
(assert_trap (invoke "copy" (i32.const 65530) (i32.const 0) (i32.const 7)) "memory out of bounds")
(assert_return (memory.read "mem" 65530 65536) "\00\00\00\00\00\00")

(assert_return (invoke "init" (i32.const 20) (i32.const 2) (i32.const 3)))
(assert_return (memory.read "mem" 20 24) "cde\00")
(assert_trap (invoke "init" (i32.const 0) (i32.const 6) (i32.const 3)) "memory out of bounds")
(assert_trap (invoke "init" (i32.const 65535) (i32.const 0) (i32.const 2)) "memory out of bounds")
(assert_return (invoke "drop"))
(assert_return (invoke "drop"))
(assert_return (invoke "init" (i32.const 0) (i32.const 0) (i32.const 0)))
(assert_trap (invoke "init" (i32.const 0) (i32.const 0) (i32.const 1)) "memory out of bounds")
;; An active segment is dropped once it has been written.
(assert_return (invoke "init_active" (i32.const 0)))
(assert_trap (invoke "init_active" (i32.const 1)) "memory out of bounds")

(assert_invalid (module (memory 1) (func (data.drop 0))) "no such segment")
(assert_invalid (module (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))) "no memory")
(assert_invalid
  (module (memory 1) (func (memory.copy (i32.const 0) (i64.const 0) (i32.const 0)))) "operand type")
