// The gradient by channels that were copied: from all the places to which they went.

struct Shape {
  channels: u32,
  height: u32,
  width: u32,
  outputChannels: u32,
  outputHeight: u32,
  outputWidth: u32,
  // By how much rows and columns were moved.
  top: u32,
  left: u32,
  adds: u32,
}

@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
// For each channel where its places begin in this list, and after the last where they end; then the places.
@group(0) @binding(3) var<storage, read> places: array<u32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let row = group.y / shape.width + shape.top;
  let column = group.y % shape.width + shape.left;
  var sum = vec4f();
  for (var i = places[channel]; i < places[channel + 1u]; i++) {
    let plane = (slot * shape.outputChannels + places[i]) * shape.outputHeight;
    sum += gradients[((plane + row) * shape.outputWidth + column) * tile.images4 + image];
  }
  let to = (group.z * shape.height * shape.width + group.y) * tile.images4 + image;
  if (shape.adds != 0u) {
    outputs[to] += sum;
  } else {
    outputs[to] = sum;
  }
}
