// From kernels [member][output channel][tap] to blocks of `blockChannels` output channels, side by side at
// each tap; zero beyond the last. `halves` is set before this source: two float16 in a word, else one
// float32; and so is `blockChannels`.

struct Shape {
  outputChannels: u32,
  taps: u32,
}

const weightWords = blockChannels / select(4u, 8u, halves);

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> weights: array<f32>;
@group(0) @binding(2) var<storage, read_write> packed: array<vec4u>;

fn weight(member: u32, channel: u32, tap: u32) -> f32 {
  if (channel >= shape.outputChannels) {
    return 0.0;
  }
  return weights[(member * shape.outputChannels + channel) * shape.taps + tap];
}

fn word(member: u32, channel: u32, tap: u32) -> u32 {
  if (halves) {
    return pack2x16float(vec2f(weight(member, channel, tap), weight(member, channel + 1u, tap)));
  }
  return bitcast<u32>(weight(member, channel, tap));
}

@compute @workgroup_size(lanes)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let tap = id.x / weightWords;
  if (tap >= shape.taps) {
    return;
  }
  let blocks = (shape.outputChannels + blockChannels - 1u) / blockChannels;
  let each = select(1u, 2u, halves);
  let first = id.y * blockChannels + id.x % weightWords * 4u * each;
  packed[(id.z * blocks + id.y) * shape.taps * weightWords + id.x] = vec4u(
    word(id.z, first, tap),
    word(id.z, first + each, tap),
    word(id.z, first + 2u * each, tap),
    word(id.z, first + 3u * each, tap),
  );
}
