// Which weights go: those with the smallest keys, ties by index. The exact k-th key of every group (a member,
// or a layer of a member) is found by radix selection, 8 bits a round, high bits first; the place of each tie
// by counting chunk by chunk.

struct Layer {
  // Weights in one member's kernel.
  size: u32,
  // Index of the layer's first weight among all of a member's weights.
  first: u32,
  // Groups in one member, and the one this layer belongs to.
  groups: u32,
  group: u32,
  // Chunks in one member, and the layer's first.
  chunks: u32,
  firstChunk: u32,
  // 1: keys drawn from `seed`; 0: keys are the bits of magnitudes.
  random: u32,
  seed: u32,
}

struct Cut {
  // Bits of the key of the last weight to go, as far as they are known.
  key: u32,
  // How many of the weights that share those bits go.
  ties: u32,
}

const chunk = 256u;
const bins = 256u;

@group(0) @binding(0) var<uniform> layer: Layer;
@group(0) @binding(1) var<uniform> shift: u32;
// Whose magnitudes rank the weights: the weights themselves, or the unfolded ones.
@group(0) @binding(2) var<storage, read> ranked: array<u32>;
@group(0) @binding(3) var<storage, read> memberSeeds: array<u32>;
@group(0) @binding(4) var<storage, read_write> cuts: array<Cut>;
@group(0) @binding(5) var<storage, read_write> histogram: array<atomic<u32>>;
// [member][chunk]: ties in each chunk, then those before it in its group.
@group(0) @binding(6) var<storage, read_write> ties: array<u32>;
// First chunk of each group, and the end.
@group(0) @binding(7) var<storage, read> groupChunks: array<u32>;
@group(0) @binding(8) var<storage, read_write> kept: array<u32>;
@group(0) @binding(9) var<storage, read> weights: array<u32>;

// Indices too many for the workgroups of one direction go on in z.
fn indexOf(id: vec3u, across: vec3u) -> u32 {
  return id.z * across.x * lanes + id.x;
}

fn mix(value: u32) -> u32 {
  var h = value;
  h = (h ^ (h >> 16u)) * 0x7feb352du;
  h = (h ^ (h >> 15u)) * 0x846ca68bu;
  return h ^ (h >> 16u);
}

fn keyOf(member: u32, index: u32) -> u32 {
  if (layer.random != 0u) {
    return mix(mix(mix(layer.seed + 0x9e3779b9u) ^ memberSeeds[member]) ^ (layer.first + index));
  }
  return ranked[member * layer.size + index] & 0x7fffffffu;
}

@compute @workgroup_size(lanes)
fn countKeys(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) across: vec3u) {
  let index = indexOf(id, across);
  if (index >= layer.size) {
    return;
  }
  let key = keyOf(id.y, index);
  let group = id.y * layer.groups + layer.group;
  let known = ~(0xffffffffu >> (24u - shift));
  if ((key & known) == cuts[group].key) {
    atomicAdd(&histogram[group * bins + ((key >> shift) & 255u)], 1u);
  }
}

@compute @workgroup_size(lanes)
fn chooseBin(@builtin(global_invocation_id) id: vec3u) {
  let group = id.x;
  if (group >= arrayLength(&cuts)) {
    return;
  }
  var left = cuts[group].ties;
  var bin = 0u;
  for (; bin < bins - 1u; bin++) {
    let count = atomicLoad(&histogram[group * bins + bin]);
    if (left <= count) {
      break;
    }
    left -= count;
  }
  cuts[group] = Cut(cuts[group].key | (bin << shift), left);
  for (var i = 0u; i < bins; i++) {
    atomicStore(&histogram[group * bins + i], 0u);
  }
}

@compute @workgroup_size(lanes)
fn countTies(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) across: vec3u) {
  let index = indexOf(id, across);
  let begin = index * chunk;
  if (begin >= layer.size) {
    return;
  }
  let key = cuts[id.y * layer.groups + layer.group].key;
  var count = 0u;
  for (var i = begin; i < min(begin + chunk, layer.size); i++) {
    count += select(0u, 1u, keyOf(id.y, i) == key);
  }
  ties[id.y * layer.chunks + layer.firstChunk + index] = count;
}

@compute @workgroup_size(lanes)
fn sumTies(@builtin(global_invocation_id) id: vec3u) {
  let groups = arrayLength(&groupChunks) - 1u;
  let chunks = groupChunks[groups];
  let member = id.x / groups;
  if (member * chunks >= arrayLength(&ties)) {
    return;
  }
  var sum = 0u;
  for (var i = groupChunks[id.x % groups]; i < groupChunks[id.x % groups + 1u]; i++) {
    let count = ties[member * chunks + i];
    ties[member * chunks + i] = sum;
    sum += count;
  }
}

@compute @workgroup_size(lanes)
fn removeWeights(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) across: vec3u) {
  let index = indexOf(id, across);
  let begin = index * chunk;
  if (begin >= layer.size) {
    return;
  }
  let cut = cuts[id.y * layer.groups + layer.group];
  var place = ties[id.y * layer.chunks + layer.firstChunk + index];
  for (var i = begin; i < min(begin + chunk, layer.size); i++) {
    let key = keyOf(id.y, i);
    let goes = key < cut.key || (key == cut.key && place < cut.ties);
    place += select(0u, 1u, key == cut.key);
    let at = id.y * layer.size + i;
    kept[at] = select(weights[at], 0u, goes);
  }
}
