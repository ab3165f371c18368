struct Shape {
  inputChannels: u32,
  inputHeight: u32,
  inputWidth: u32,
  // vec4s from one member's input to the next; 0 when all members share it.
  inputMember: u32,
  outputChannels: u32,
  outputHeight: u32,
  outputWidth: u32,
  kernelHeight: u32,
  kernelWidth: u32,
  stride: u32,
  padding: u32,
  relu: u32,
}

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][block of 8 output channels][tap][2]: the weights of 8 output channels at one tap side by side.
@group(0) @binding(3) var<storage, read> weights: array<vec4f>;
// [member][channel]: scale and shift.
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> outputs: array<vec4f>;

fn store(slot: u32, channel: u32, pixel: u32, image: u32, sum: vec4f) {
  if (channel >= shape.outputChannels) {
    return;
  }
  let a = affine[(tile.firstMember + slot) * shape.outputChannels + channel];
  var value = sum * a.x + a.y;
  if (shape.relu != 0u) {
    value = select(value, vec4f(0.0), value < vec4f(0.0));
  }
  let pixels = shape.outputHeight * shape.outputWidth;
  outputs[((slot * shape.outputChannels + channel) * pixels + pixel) * tile.images4 + image] = value;
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let pixel = group.y;
  let blocks = (shape.outputChannels + 7u) / 8u;
  let slot = group.z / blocks;
  let block = group.z % blocks;
  let top = i32(pixel / shape.outputWidth * shape.stride) - i32(shape.padding);
  let left = i32(pixel % shape.outputWidth * shape.stride) - i32(shape.padding);
  let firstRow = max(0, -top);
  let rowEnd = min(i32(shape.kernelHeight), i32(shape.inputHeight) - top);
  let firstColumn = max(0, -left);
  let columnEnd = min(i32(shape.kernelWidth), i32(shape.inputWidth) - left);
  let taps = shape.kernelHeight * shape.kernelWidth;
  let memberInput = slot * shape.inputMember + image;
  var weight = ((tile.firstMember + slot) * blocks + block) * shape.inputChannels * taps * 2u;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  var s4 = vec4f();
  var s5 = vec4f();
  var s6 = vec4f();
  var s7 = vec4f();
  for (var channel = 0u; channel < shape.inputChannels; channel++) {
    for (var row = firstRow; row < rowEnd; row++) {
      let line = (channel * shape.inputHeight + u32(top + row)) * shape.inputWidth;
      for (var column = firstColumn; column < columnEnd; column++) {
        let x = inputs[memberInput + (line + u32(left + column)) * tile.images4];
        let tap = weight + (u32(row) * shape.kernelWidth + u32(column)) * 2u;
        let a = weights[tap];
        let b = weights[tap + 1u];
        s0 += a.x * x;
        s1 += a.y * x;
        s2 += a.z * x;
        s3 += a.w * x;
        s4 += b.x * x;
        s5 += b.y * x;
        s6 += b.z * x;
        s7 += b.w * x;
      }
    }
    weight += taps * 2u;
  }
  let first = block * 8u;
  store(slot, first, pixel, image, s0);
  store(slot, first + 1u, pixel, image, s1);
  store(slot, first + 2u, pixel, image, s2);
  store(slot, first + 3u, pixel, image, s3);
  store(slot, first + 4u, pixel, image, s4);
  store(slot, first + 5u, pixel, image, s5);
  store(slot, first + 6u, pixel, image, s6);
  store(slot, first + 7u, pixel, image, s7);
}
