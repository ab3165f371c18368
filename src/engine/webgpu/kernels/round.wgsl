struct Shape {
  channels: u32,
  pixels: u32,
  inputMember: u32,
}

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// Of each member: the step between two values of its grid, and the number of the value that is 0.
@group(0) @binding(3) var<storage, read> grids: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let x = inputs[slot * shape.inputMember + (channel * shape.pixels + group.y) * tile.images4 + image];
  let grid = grids[tile.firstMember + slot];
  let code = clamp(round(x / grid.x), vec4f(-grid.y), vec4f(255.0 - grid.y));
  outputs[(group.z * shape.pixels + group.y) * tile.images4 + image] = code * grid.x;
}
