struct Shape {
  pixels: u32,
  relu: u32,
}

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read> left: array<vec4f>;
@group(0) @binding(3) var<storage, read> right: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let at = (group.z * shape.pixels + group.y) * tile.images4 + image;
  var value = left[at] + right[at];
  if (shape.relu != 0u) {
    value = select(value, vec4f(0.0), value < vec4f(0.0));
  }
  outputs[at] = value;
}
