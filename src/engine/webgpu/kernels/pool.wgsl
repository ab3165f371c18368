struct Shape {
  inputHeight: u32,
  inputWidth: u32,
  channels: u32,
  inputMember: u32,
  outputHeight: u32,
  outputWidth: u32,
  height: u32,
  width: u32,
  stride: u32,
  // 1: the largest value of a window; 0: its mean.
  largest: u32,
}

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let top = group.y / shape.outputWidth * shape.stride;
  let left = group.y % shape.outputWidth * shape.stride;
  let corner = (channel * shape.inputHeight + top) * shape.inputWidth + left;
  let first = slot * shape.inputMember + image;
  var largest = inputs[first + corner * tile.images4];
  var sum = vec4f();
  for (var row = 0u; row < shape.height; row++) {
    for (var column = 0u; column < shape.width; column++) {
      let x = inputs[first + (corner + row * shape.inputWidth + column) * tile.images4];
      largest = max(largest, x);
      sum += x;
    }
  }
  let mean = sum / f32(shape.height * shape.width);
  let pixels = shape.outputHeight * shape.outputWidth;
  outputs[(group.z * pixels + group.y) * tile.images4 + image] = select(mean, largest, shape.largest != 0u);
}
