// The derivative of an activation at every value, as model/layers/activations.ts takes it; 1 where there is
// none.
fn slope(x: vec4f, kind: u32, a: u32, b: u32) -> vec4f {
  let p = bitcast<f32>(a);
  let q = bitcast<f32>(b);
  let one = vec4f(1.0);
  let zero = vec4f();
  switch (kind) {
    case 1u: {
      return select(zero, one, x > zero);
    }
    case 2u: {
      return select(zero, one, (x > vec4f(p)) & (x < vec4f(q)));
    }
    case 3u: {
      return select(vec4f(p), one, x > zero);
    }
    case 4u: {
      let s = sigmoid(x);
      return s * (1.0 - s);
    }
    case 5u: {
      let held = x * p + q;
      return select(zero, vec4f(p), (held > zero) & (held < one));
    }
    case 6u: {
      let t = 2.0 * sigmoid(2.0 * x) - 1.0;
      return 1.0 - t * t;
    }
    case 7u: {
      let s = sigmoid(x);
      return s * (1.0 + x * (1.0 - s));
    }
    case 8u: {
      return select(select(x / 3.0 + 0.5, one, x > vec4f(3.0)), zero, x < vec4f(-3.0));
    }
    case 9u: {
      return 0.5 * (1.0 + errorFunction(x * 0.70710678)) + x * exp(-0.5 * x * x) * 0.39894228;
    }
    case 10u: {
      let s = sigmoid(1.59576912 * (x + 0.044715 * x * x * x));
      return s + x * s * (1.0 - s) * 1.59576912 * (1.0 + 0.134145 * x * x);
    }
    default: {
      return one;
    }
  }
}
