struct Shape {
  channels: u32,
  pixels: u32,
  inputMember: u32,
  // 1: values below 0 times the scale, others as they are; 0: scale and shift.
  slopes: u32,
  activation: u32,
  a: u32,
  b: u32,
}

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> affine: array<vec2f>;
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
  let a = affine[(tile.firstMember + slot) * shape.channels + channel];
  let scaled = select(x * a.x + a.y, select(x, x * a.x, x < vec4f(0.0)), shape.slopes != 0u);
  outputs[(group.z * shape.pixels + group.y) * tile.images4 + image] =
    activated(scaled, shape.activation, shape.a, shape.b);
}
