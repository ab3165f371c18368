struct Shape {
  classes: u32,
  // vec4s from one plane of results to the next.
  plane: u32,
}

// [member][class][image]
@group(0) @binding(2) var<storage, read> logits: array<vec4f>;
// True class of each image.
@group(0) @binding(3) var<storage, read> truth: array<vec4u>;
// Three planes of [member][image]: arg max | rank << 16, probability of the arg max, probability of the true
// class (bits of f32).
@group(0) @binding(4) var<storage, read_write> results: array<vec4u>;

const lowest = vec4f(-3.4028234e38);

// The logits of one class, NaN as the lowest number. Told by their bits, since a compiler may assume that
// there is no NaN.
fn logitOf(at: u32) -> vec4f {
  let value = logits[at];
  let magnitude = bitcast<vec4u>(value) & vec4u(0x7fffffffu);
  return select(value, lowest, magnitude > vec4u(0x7f800000u));
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z;
  let first = slot * shape.classes * tile.images4 + image;
  let label = truth[image];
  var largest = logitOf(first);
  var winner = vec4u();
  var own = vec4f();
  for (var index = 0u; index < shape.classes; index++) {
    let logit = logitOf(first + index * tile.images4);
    let better = logit > largest;
    largest = select(largest, logit, better);
    winner = select(winner, vec4u(index), better);
    own = select(own, logit, label == vec4u(index));
  }
  var total = vec4f();
  var rank = vec4u();
  for (var index = 0u; index < shape.classes; index++) {
    let logit = logitOf(first + index * tile.images4);
    // Equal infinities share the probability.
    total += select(exp(logit - largest), vec4f(1.0), logit == largest);
    let ahead = (logit > own) | ((logit == own) & (vec4u(index) < label));
    rank += select(vec4u(), vec4u(1u), ahead);
  }
  let at = slot * tile.images4 + image;
  results[at] = winner | (rank << vec4u(16u));
  results[at + shape.plane] = bitcast<vec4u>(1.0 / total);
  let ownShare = select(exp(own - largest), vec4f(1.0), own == largest);
  results[at + 2u * shape.plane] = bitcast<vec4u>(ownShare / total);
}
