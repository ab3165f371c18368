// Activations are [member][channel][row][column][image], four images in each vec4. A workgroup's invocations
// differ only in their images. So the pixel, the channel, the weights and every branch are uniform, and no
// invocation waits for another. Convolutions of fewer images than a workgroup has room for are the exception:
// invocations differ in their pixels too (`placeOf`), since idle ones would cost as much as others. `lanes`,
// the invocations in a workgroup, is set before this source.

struct Tile {
  // Row of the population that the tile's first member has.
  firstMember: u32,
  // Images in the tile, in vec4s: the stride between two pixels.
  images4: u32,
  // Images that exist; the lanes beyond hold no meaning.
  images: u32,
}

// An invocation's place among the `part` parts of a tile's images, and its pixel of `pixels`. Where the images
// are fewer than a workgroup has invocations, pixels share it. x is `part` where an invocation has nothing to
// do.
fn placeOf(group: vec2u, lane: u32, part: u32, pixels: u32) -> vec2u {
  let together = lanes / part;
  if (together <= 1u) {
    return vec2u(min(group.x * lanes + lane, part), group.y);
  }
  let pixel = group.y * together + lane / part;
  let isThere = lane < together * part && pixel < pixels;
  return vec2u(select(part, lane % part, isThere), pixel);
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

// An activation of every value. `kind` is 0 for none, else one more than the number of its formula
// (src/model/layers/activations.ts); `a` and `b` are the bits of its parameters. NaN stays NaN.
fn activated(x: vec4f, kind: u32, a: u32, b: u32) -> vec4f {
  let p = bitcast<f32>(a);
  let q = bitcast<f32>(b);
  let one = vec4f(1.0);
  let zero = vec4f();
  switch (kind) {
    //! case of each value
    default: {
      return x;
    }
  }
}

// The derivative of an activation at every value; 1 where there is none.
fn slope(x: vec4f, kind: u32, a: u32, b: u32) -> vec4f {
  let p = bitcast<f32>(a);
  let q = bitcast<f32>(b);
  let one = vec4f(1.0);
  let zero = vec4f();
  switch (kind) {
    //! case of each slope
    default: {
      return one;
    }
  }
}
