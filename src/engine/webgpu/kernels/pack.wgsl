// From kernels [member][output channel][tap] to blocks of 8 output channels, side by side at each tap; zero beyond the last.

struct Shape {
  outputChannels: u32,
  taps: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> packed: array<vec4f>;

fn weight(member: u32, channel: u32, tap: u32) -> f32 {
  if (channel >= shape.outputChannels) {
    return 0.0;
  }
  return weights[(member * shape.outputChannels + channel) * shape.taps + tap];
}

@compute @workgroup_size(lanes)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let tap = id.x / 2u;
  if (tap >= shape.taps) {
    return;
  }
  let blocks = (shape.outputChannels + 7u) / 8u;
  let first = id.y * 8u + id.x % 2u * 4u;
  packed[(id.z * blocks + id.y) * shape.taps * 2u + id.x] = vec4f(
    weight(id.z, first, tap),
    weight(id.z, first + 1u, tap),
    weight(id.z, first + 2u, tap),
    weight(id.z, first + 3u, tap),
  );
}
