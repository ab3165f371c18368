// The gradient by one side of a sum or a product; a side that was repeated gets the sum over its repeats.

struct Shape {
  // The side's extent, and how often it was repeated along each axis.
  channels: u32,
  height: u32,
  width: u32,
  timesChannels: u32,
  timesRows: u32,
  timesColumns: u32,
  // The extent of what came out.
  outputChannels: u32,
  outputHeight: u32,
  outputWidth: u32,
  // The other side: from one member, channel, row and column to the next; 0 along axes where it was repeated.
  otherMember: u32,
  otherChannel: u32,
  otherRow: u32,
  otherColumn: u32,
  // 1: a product; 0: a sum.
  product: u32,
  adds: u32,
}

@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(3) var<storage, read> other: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let first = vec3u(group.z % shape.channels, group.y / shape.width, group.y % shape.width);
  var sum = vec4f();
  for (var c = 0u; c < shape.timesChannels; c++) {
    for (var y = 0u; y < shape.timesRows; y++) {
      for (var x = 0u; x < shape.timesColumns; x++) {
        let at = first + vec3u(c, y, x);
        let plane = (slot * shape.outputChannels + at.x) * shape.outputHeight;
        let gradient = gradients[((plane + at.y) * shape.outputWidth + at.z) * tile.images4 + image];
        let place = at.x * shape.otherChannel + at.y * shape.otherRow + at.z * shape.otherColumn;
        let factor = other[slot * shape.otherMember + place * tile.images4 + image];
        sum += select(gradient, gradient * factor, shape.product != 0u);
      }
    }
  }
  let to = (group.z * shape.height * shape.width + group.y) * tile.images4 + image;
  if (shape.adds != 0u) {
    outputs[to] += sum;
  } else {
    outputs[to] = sum;
  }
}
