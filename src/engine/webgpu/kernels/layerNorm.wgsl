// Over the channels of each pixel: (x - mean) / sqrt(variance + epsilon) * scale + shift.

struct Shape {
  channels: u32,
  pixels: u32,
  inputMember: u32,
  // Its bits.
  epsilon: u32,
}

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> affine: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z;
  let step = shape.pixels * tile.images4;
  let first = slot * shape.inputMember + group.y * tile.images4 + image;
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
  let deviation = sqrt(squares / f32(shape.channels) + bitcast<f32>(shape.epsilon));
  let member = (tile.firstMember + slot) * shape.channels;
  let output = slot * shape.channels * step + group.y * tile.images4 + image;
  for (var channel = 0u; channel < shape.channels; channel++) {
    let a = affine[member + channel];
    outputs[output + channel * step] = (inputs[first + channel * step] - mean) / deviation * a.x + a.y;
  }
}
