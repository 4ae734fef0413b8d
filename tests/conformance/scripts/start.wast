;; Start functions: they run once the segments are in place, and before anybody can call in.
(module $state (global (export "runs") (mut i32) (i32.const 0)) (memory (export "mem") 1))
(register "state")
(module
  (import "state" "runs" (global $runs (mut i32)))
  (memory 1)
  (data (i32.const 0) "A")
  (func $begin (global.set $runs (i32.load8_u (i32.const 0))))
  (start $begin))
(assert_return (get $state "runs") (i32.const 65))
;; An imported function can be the start function, a host's too.
(module
  (import "host" "log" (func $log (param i32)))
  (func $begin (call $log (i32.const 12)) (call $log (i32.const 13)))
  (start $begin))
(module (import "host" "raise" (func $raise)) (func (export "raise") (call $raise)))
(assert_raises (module (import "host" "raise" (func $raise)) (start $raise)) "ValueError")
(assert_raises (module (import "host" "trap" (func $trap)) (start $trap)) "Trap")

;; A trap in it: no instance, but what it did before stays.
(assert_trap
  (module
    (import "state" "runs" (global $runs (mut i32)))
    (import "state" "mem" (memory 1))
    (data (i32.const 0) "written")
    (func $begin (global.set $runs (i32.const 7)) (unreachable))
    (start $begin))
  "unreachable")
(assert_return (get $state "runs") (i32.const 7))
(assert_return (memory.read $state "mem" 0 7) "written")
(assert_trap
  (module (func $f (drop (i32.div_u (i32.const 1) (i32.const 0)))) (start $f))
  "integer division by zero")
(assert_trap (module (func $f (call $f)) (start $f)) "stack overflow")
;; The engine reports an exception that leaves a start function as an error, not as a trap.
(assert_raises (module (tag $t) (func $f (throw $t)) (start $f)) "WasmtimeError")
;; Segments are in place first: this one never starts.
(assert_trap
  (module
    (import "state" "runs" (global $runs (mut i32)))
    (memory 1)
    (data (i32.const 65536) "x")
    (func $f (global.set $runs (i32.const 8)))
    (start $f))
  "memory out of bounds")
(assert_return (get $state "runs") (i32.const 7))

(assert_invalid (module (start 0)) "no such function")
(assert_invalid (module (func $f (result i32) (i32.const 1)) (start $f)) "a start function gives nothing")
(assert_invalid (module (func $f (param i32)) (start $f)) "a start function takes nothing")
(assert_malformed (module quote "(func $f) (start $f) (start $f)") "two start sections")
