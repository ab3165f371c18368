// One step of SGD with Nesterov momentum and weight decay, as model/training.ts has it.

struct Shape {
  // Values of one member.
  values: u32,
  momentum: f32,
  decay: f32,
}

struct Step {
  place: u32,
  rate: f32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<uniform> step: Step;
// All [member][value]. A mask has 1 where a weight counts, 0 where it does not.
@group(0) @binding(2) var<storage, read> gradients: array<f32>;
@group(0) @binding(3) var<storage, read> masks: array<u32>;
@group(0) @binding(4) var<storage, read_write> weights: array<f32>;
@group(0) @binding(5) var<storage, read_write> velocities: array<f32>;
// The values as the networks compute with them.
@group(0) @binding(6) var<storage, read_write> masked: array<f32>;

fn valueOf(group: vec3u, lane: u32) -> u32 {
  return (group.y * 65535u + group.x) * lanes + lane;
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let value = valueOf(group, lane);
  if (value >= shape.values) {
    return;
  }
  let at = group.z * shape.values + value;
  let kept = masks[at] != 0u;
  // A masked weight has no gradient of the loss; it decays and moves by its momentum like the others.
  let gradient = select(0.0, gradients[at], kept) + shape.decay * weights[at];
  let velocity = shape.momentum * velocities[at] + gradient;
  let moved = weights[at] - step.rate * (gradient + shape.momentum * velocity);
  velocities[at] = velocity;
  weights[at] = moved;
  masked[at] = select(0.0, moved, kept);
}

@compute @workgroup_size(lanes)
fn mask(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let value = valueOf(group, lane);
  if (value >= shape.values) {
    return;
  }
  let at = group.z * shape.values + value;
  masked[at] = select(0.0, weights[at], masks[at] != 0u);
}
