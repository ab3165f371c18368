// Softmax cross-entropy of a batch, and the gradient of its mean by the logits.

struct Shape {
  classes: u32,
  batch: u32,
  members: u32,
}

// What differs from step to step.
struct Step {
  // Where its losses go.
  place: u32,
  rate: f32,
}

@group(0) @binding(2) var<uniform> step: Step;
// [member][class][image]
@group(0) @binding(3) var<storage, read> logits: array<vec4f>;
@group(0) @binding(4) var<storage, read> selection: array<vec4i>;
@group(0) @binding(5) var<storage, read_write> gradients: array<vec4f>;
// [member][loss, right][image]
@group(0) @binding(6) var<storage, read_write> each: array<vec4f>;
// [step][member]: sums of the cross-entropies in nats, and how many were classified right.
@group(0) @binding(7) var<storage, read_write> losses: array<vec2f>;

@compute @workgroup_size(lanes)
fn perImage(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z;
  let first = slot * shape.classes * tile.images4 + image;
  let place = slot * shape.batch + image * 4u;
  let label = vec4u(vec4i(
    selection[place].y >> 1u,
    selection[place + 1u].y >> 1u,
    selection[place + 2u].y >> 1u,
    selection[place + 3u].y >> 1u,
  ));
  var largest = logits[first];
  var winner = vec4u();
  var own = vec4f();
  for (var index = 0u; index < shape.classes; index++) {
    let logit = logits[first + index * tile.images4];
    let better = logit > largest;
    largest = select(largest, logit, better);
    winner = select(winner, vec4u(index), better);
    own = select(own, logit, label == vec4u(index));
  }
  var total = vec4f();
  for (var index = 0u; index < shape.classes; index++) {
    total += exp(logits[first + index * tile.images4] - largest);
  }
  for (var index = 0u; index < shape.classes; index++) {
    let at = first + index * tile.images4;
    let share = exp(logits[at] - largest) / total;
    gradients[at] = (share - select(vec4f(), vec4f(1.0), label == vec4u(index))) / f32(shape.batch);
  }
  each[slot * 2u * tile.images4 + image] = log(total) - (own - largest);
  each[(slot * 2u + 1u) * tile.images4 + image] = select(vec4f(), vec4f(1.0), winner == label);
}

@compute @workgroup_size(lanes)
fn perMember(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.members) {
    return;
  }
  var loss = vec4f();
  var right = vec4f();
  for (var image = 0u; image < tile.images4; image++) {
    loss += each[id.x * 2u * tile.images4 + image];
    right += each[(id.x * 2u + 1u) * tile.images4 + image];
  }
  losses[step.place * shape.members + id.x] = vec2f(dot(loss, vec4f(1.0)), dot(right, vec4f(1.0)));
}
