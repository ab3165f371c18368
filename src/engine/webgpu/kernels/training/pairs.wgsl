// Scale and shift of every member's channels as `affine.wgsl` reads them, from values that training changes.

struct Shape {
  channels: u32,
  // Values of one member; where its weights and biases begin among them, and whether there are biases.
  values: u32,
  weights: u32,
  bias: u32,
  biased: u32,
  // Weights: one a channel, or one for all.
  count: u32,
  // 1: a BatchNorm on the batch's own statistics; 0: scale and shift; 2: slopes.
  mode: u32,
  // Values that a mean is of, and the bits of what is added to the variance.
  pixels: u32,
  epsilon: u32,
  members: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> values: array<f32>;
// [member][channel]: the mean, and the sum of squared distances from it.
@group(0) @binding(2) var<storage, read> moments: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> affine: array<vec2f>;
// [member][channel]: what is taken from a value first, and one over the deviation.
@group(0) @binding(4) var<storage, read_write> statistics: array<vec2f>;

@compute @workgroup_size(lanes)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.members * shape.channels) {
    return;
  }
  let own = id.x / shape.channels * shape.values;
  let channel = id.x % shape.channels;
  let weight = values[own + shape.weights + min(channel, shape.count - 1u)];
  let bias = select(0.0, values[own + shape.bias + channel], shape.biased != 0u);
  if (shape.mode != 1u) {
    affine[id.x] = vec2f(weight, bias);
    statistics[id.x] = vec2f(0.0, 1.0);
    return;
  }
  let mean = moments[id.x].x;
  let inverse = 1.0 / sqrt(moments[id.x].y / f32(shape.pixels) + bitcast<f32>(shape.epsilon));
  affine[id.x] = vec2f(weight * inverse, bias - mean * weight * inverse);
  statistics[id.x] = vec2f(mean, inverse);
}
