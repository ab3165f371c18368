// Activations are [member][channel][row][column][image], four images in each vec4. A workgroup's invocations
// differ only in their images, so the pixel, the channel, the weights and every branch are uniform, and no
// invocation waits for another. `lanes`, the invocations in a workgroup, is set before this source.

struct Tile {
  // Row of the population that the tile's first member has.
  firstMember: u32,
  // Images in the tile, in vec4s: the stride between two pixels.
  images4: u32,
  // Images that exist; the lanes beyond hold no meaning.
  images: u32,
}

// The error function, to 1.5e-7: Abramowitz and Stegun 7.1.26.
fn errorFunction(x: vec4f) -> vec4f {
  let t = 1.0 / (1.0 + 0.3275911 * abs(x));
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1.0 - p * exp(-x * x));
}

fn sigmoid(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-x));
}

// An activation of every value. `kind` is 0 for none, else one more than `activationCode` says
// (src/model/layers/activations.ts); `a` and `b` are the bits of its parameters. NaN stays NaN.
fn activated(x: vec4f, kind: u32, a: u32, b: u32) -> vec4f {
  let p = bitcast<f32>(a);
  let q = bitcast<f32>(b);
  switch (kind) {
    case 1u: {
      return select(x, vec4f(0.0), x < vec4f(0.0));
    }
    case 2u: {
      let low = select(x, vec4f(p), x < vec4f(p));
      return select(low, vec4f(q), low > vec4f(q));
    }
    case 3u: {
      return select(x, x * p, x < vec4f(0.0));
    }
    case 4u: {
      return sigmoid(x);
    }
    case 5u: {
      return clamp(x * p + q, vec4f(0.0), vec4f(1.0));
    }
    case 6u: {
      return 2.0 * sigmoid(2.0 * x) - 1.0;
    }
    case 7u: {
      return x * sigmoid(x);
    }
    case 8u: {
      return x * clamp(x + 3.0, vec4f(0.0), vec4f(6.0)) / 6.0;
    }
    case 9u: {
      return 0.5 * x * (1.0 + errorFunction(x * 0.70710678));
    }
    case 10u: {
      return x * sigmoid(1.59576912 * (x + 0.044715 * x * x * x));
    }
    default: {
      return x;
    }
  }
}

// The derivative of an activation at every value, as src/model/layers/activations.ts takes it; 1 where
// there is none.
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
