// A step's images as networks see them, for each member its own: mirrored, moved, black where nothing comes
// in.

struct Shape {
  channels: u32,
  height: u32,
  width: u32,
  // Images of a batch.
  batch: u32,
}

// Four bytes in each: [image][row][column][channel].
@group(0) @binding(2) var<storage, read> bytes: array<u32>;
// [channel][byte]: the value that networks see.
@group(0) @binding(3) var<storage, read> values: array<f32>;
// [member][place]: the image, its label << 1 | whether it is mirrored, and how far it is moved down and
// right.
@group(0) @binding(4) var<storage, read> selection: array<vec4i>;
// [member][channel][row][column][image]
@group(0) @binding(5) var<storage, read_write> outputs: array<vec4f>;

fn value(chosen: vec4i, y: i32, x: i32, channel: u32) -> f32 {
  let row = y - chosen.z;
  let mirrored = (chosen.y & 1) == 1;
  let column = select(x - chosen.w, i32(shape.width) - 1 - x + chosen.w, mirrored);
  var byte = 0u;
  if (row >= 0 && row < i32(shape.height) && column >= 0 && column < i32(shape.width)) {
    let pixel = (u32(chosen.x) * shape.height + u32(row)) * shape.width + u32(column);
    let at = pixel * shape.channels + channel;
    byte = (bytes[at / 4u] >> (at % 4u * 8u)) & 255u;
  }
  return values[channel * 256u + byte];
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let y = i32(group.y / shape.width);
  let x = i32(group.y % shape.width);
  let first = slot * shape.batch + image * 4u;
  outputs[(group.z * shape.height * shape.width + group.y) * tile.images4 + image] = vec4f(
    value(selection[first], y, x, channel),
    value(selection[first + 1u], y, x, channel),
    value(selection[first + 2u], y, x, channel),
    value(selection[first + 3u], y, x, channel),
  );
}
