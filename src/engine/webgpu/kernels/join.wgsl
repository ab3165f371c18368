struct Shape {
  channels: u32,
  height: u32,
  width: u32,
  leftMember: u32,
  // From one member, channel, row and column of the right side to the next; 0 along axes where it is
  // repeated.
  rightMember: u32,
  rightChannel: u32,
  rightRow: u32,
  rightColumn: u32,
  // 1: the product; 0: the sum.
  product: u32,
  activation: u32,
  a: u32,
  b: u32,
}

@group(0) @binding(2) var<storage, read> left: array<vec4f>;
@group(0) @binding(3) var<storage, read> right: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let pixels = shape.height * shape.width;
  let x = left[slot * shape.leftMember + (channel * pixels + group.y) * tile.images4 + image];
  let place = channel * shape.rightChannel
    + group.y / shape.width * shape.rightRow
    + group.y % shape.width * shape.rightColumn;
  let y = right[slot * shape.rightMember + place * tile.images4 + image];
  let value = select(x + y, x * y, shape.product != 0u);
  outputs[(group.z * pixels + group.y) * tile.images4 + image] =
    activated(value, shape.activation, shape.a, shape.b);
}
