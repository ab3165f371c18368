// The gradient through a LayerNorm, and its values before scale and shift, whose sums are the gradients of
// these.

struct Shape {
  channels: u32,
  pixels: u32,
  // Its bits.
  epsilon: u32,
  adds: u32,
}

// All [member][channel][pixel][image].
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
// [member][channel]
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> centred: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let step = shape.pixels * tile.images4;
  let first = group.z * shape.channels * step + group.y * tile.images4 + image;
  var sum = vec4f();
  for (var channel = 0u; channel < shape.channels; channel++) {
    sum += inputs[first + channel * step];
  }
  let mean = sum / f32(shape.channels);
  var squares = vec4f();
  for (var channel = 0u; channel < shape.channels; channel++) {
    let distance = inputs[first + channel * step] - mean;
    squares += distance * distance;
  }
  let inverse = 1.0 / sqrt(squares / f32(shape.channels) + bitcast<f32>(shape.epsilon));
  var passed = vec4f();
  var product = vec4f();
  for (var channel = 0u; channel < shape.channels; channel++) {
    let at = first + channel * step;
    let value = (inputs[at] - mean) * inverse;
    let gradient = gradients[at] * affine[group.z * shape.channels + channel].x;
    centred[at] = value;
    passed += gradient;
    product += gradient * value;
  }
  for (var channel = 0u; channel < shape.channels; channel++) {
    let at = first + channel * step;
    let gradient = gradients[at] * affine[group.z * shape.channels + channel].x;
    let through = inverse * (gradient - (passed + centred[at] * product) / f32(shape.channels));
    if (shape.adds != 0u) {
      outputs[at] += through;
    } else {
      outputs[at] = through;
    }
  }
}
