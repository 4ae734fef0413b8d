;; Vectors stay inside wasm, since the API passes none: only their lanes go in and out.
(module
  (memory (export "mem") 1)
  (func (export "lane") (param i32 i32) (result i32)
    (i32x4.extract_lane 3
      (i32x4.add (i32x4.splat (local.get 0)) (i32x4.splat (local.get 1)))))
  (func (export "saturate") (param i32 i32) (result i32)
    (i8x16.extract_lane_s 0
      (i8x16.add_sat_s (i8x16.splat (local.get 0)) (i8x16.splat (local.get 1)))))
  (func (export "f64") (param f64 f64) (result f64 f64) (local v128)
    (local.set 2 (f64x2.mul (f64x2.splat (local.get 0))
      (f64x2.replace_lane 1 (f64x2.splat (f64.const 1)) (local.get 1))))
    (f64x2.extract_lane 0 (local.get 2)) (f64x2.extract_lane 1 (local.get 2)))
  (func (export "shuffle") (result i64)
    (i64x2.extract_lane 0
      (i8x16.shuffle 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
        (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
        (v128.const i64x2 0 0))))
  (func (export "store") (param i32)
    (v128.store (local.get 0) (v128.const i32x4 1 2 3 0xffffffff)))
  (func (export "any") (param i32) (result i32)
    (v128.any_true (i32x4.replace_lane 2 (v128.const i64x2 0 0) (local.get 0)))))
(assert_return (invoke "lane" (i32.const 0x7fffffff) (i32.const 1)) (i32.const 0x80000000))
(assert_return (invoke "saturate" (i32.const 100) (i32.const 100)) (i32.const 127))
(assert_return (invoke "f64" (f64.const -0.0) (f64.const inf)) (f64.const -0.0) (f64.const nan:canonical))
(assert_return (invoke "shuffle") (i64.const 0x08090a0b0c0d0e0f))
(assert_return (invoke "store" (i32.const 4)))
(assert_return (memory.read "mem" 4 20) "\01\00\00\00\02\00\00\00\03\00\00\00\ff\ff\ff\ff")
(assert_return (invoke "store" (i32.const 65520)))
(assert_trap (invoke "store" (i32.const 65521)) "memory out of bounds")
(assert_return (invoke "any" (i32.const 0)) (i32.const 0))
(assert_return (invoke "any" (i32.const 256)) (i32.const 1))
