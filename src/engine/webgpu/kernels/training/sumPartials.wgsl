struct Shape {
  chunks: u32,
  members: u32,
  // Weights of one member's kernel, where they begin among its values, and how many values it has.
  count: u32,
  weights: u32,
  values: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
// [chunk][member][weight]
@group(0) @binding(1) var<storage, read> partials: array<f32>;
// [member][value]
@group(0) @binding(2) var<storage, read_write> gradients: array<f32>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let weight = (group.y * 65535u + group.x) * lanes + lane;
  if (weight >= shape.count) {
    return;
  }
  var sum = 0.0;
  for (var chunk = 0u; chunk < shape.chunks; chunk++) {
    sum += partials[(chunk * shape.members + group.z) * shape.count + weight];
  }
  gradients[group.z * shape.values + shape.weights + weight] = sum;
}
