struct Shape {
  channels: u32,
  height: u32,
  width: u32,
}

// Four bytes in each: [image][row][column][channel].
@group(0) @binding(2) var<storage, read> bytes: array<u32>;
// [channel][byte]: the value that networks see.
@group(0) @binding(3) var<storage, read> values: array<f32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

fn value(image: u32, pixel: u32, channel: u32) -> f32 {
  let at = (image * shape.height * shape.width + pixel) * shape.channels + channel;
  let byte = (bytes[at / 4u] >> (at % 4u * 8u)) & 255u;
  return values[channel * 256u + byte];
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let pixel = group.y;
  let channel = group.z;
  outputs[(channel * shape.height * shape.width + pixel) * tile.images4 + image] = vec4f(
    value(image * 4u, pixel, channel),
    value(image * 4u + 1u, pixel, channel),
    value(image * 4u + 2u, pixel, channel),
    value(image * 4u + 3u, pixel, channel),
  );
}
