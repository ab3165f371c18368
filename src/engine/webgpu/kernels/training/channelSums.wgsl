// Gradients of what every channel has of its own (scale, shift, slope, bias), and what passes through it.

struct Shape {
  channels: u32,
  pixels: u32,
  // 1: a BatchNorm; 0: scale and shift; 2: slopes; 3: a bias alone.
  mode: u32,
  activation: u32,
  a: u32,
  b: u32,
  // Values of one member; where its weights and biases begin among them, and whether there are biases.
  values: u32,
  weights: u32,
  bias: u32,
  biased: u32,
  // Weights: one a channel, or one for all.
  count: u32,
  // Values that a mean is of.
  all: u32,
  members: u32,
  // 1: what is there is added to.
  adds: u32,
}

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;
// All [member][channel][pixel][image]: what goes in, and the loss's gradient by what comes out.
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
// [member][channel]: scale and shift; what is taken from a value first, and one over the deviation.
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read> statistics: array<vec2f>;

// The gradient before the activation, at one place.
fn passedAt(at: u32, pair: vec2f) -> vec4f {
  if (shape.mode >= 2u) {
    return gradients[at];
  }
  return gradients[at] * slope(inputs[at] * pair.x + pair.y, shape.activation, shape.a, shape.b);
}
