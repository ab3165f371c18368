// Copies channels in any order to a place in a larger output, a constant around them: concatenation,
// shuffles, padding.

struct Shape {
  channels: u32,
  inputHeight: u32,
  inputWidth: u32,
  inputMember: u32,
  outputHeight: u32,
  outputWidth: u32,
  // Channels of the output, and the one at which these begin.
  outputChannels: u32,
  outputFirst: u32,
  top: u32,
  left: u32,
  // Bits of the value around.
  value: u32,
}

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// For each channel the input channel that it is.
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let row = i32(group.y / shape.outputWidth) - i32(shape.top);
  let column = i32(group.y % shape.outputWidth) - i32(shape.left);
  var value = vec4f(bitcast<f32>(shape.value));
  if (row >= 0 && row < i32(shape.inputHeight) && column >= 0 && column < i32(shape.inputWidth)) {
    let pixel = (order[channel] * shape.inputHeight + u32(row)) * shape.inputWidth + u32(column);
    value = inputs[slot * shape.inputMember + pixel * tile.images4 + image];
  }
  let pixels = shape.outputHeight * shape.outputWidth;
  let plane = slot * shape.outputChannels + shape.outputFirst + channel;
  outputs[(plane * pixels + group.y) * tile.images4 + image] = value;
}
