@group(0) @binding(6) var<storage, read> factors: array<vec4f>;
// The gradient by what goes in.
@group(0) @binding(7) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let at = (group.z * shape.pixels + group.y) * tile.images4 + image;
  let factor = factors[group.z];
  let input = inputs[at];
  var gradient = passedAt(input, gradients[at], affine[group.z]);
  if (shape.mode == 2u) {
    gradient *= select(vec4f(factor.x), vec4f(1.0), input >= vec4f());
  } else {
    gradient = gradient * factor.x + (input - statistics[group.z].x) * factor.y + factor.z;
  }
  if (shape.adds != 0u) {
    outputs[at] += gradient;
  } else {
    outputs[at] = gradient;
  }
}
