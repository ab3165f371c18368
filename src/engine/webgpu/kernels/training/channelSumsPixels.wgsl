// [member][channel][image]: sums over pixels of the gradient, and of its product with the value.
@group(0) @binding(6) var<storage, read_write> sums: array<mat2x4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let pair = affine[group.z];
  let mean = statistics[group.z].x;
  var passed = vec4f();
  var product = vec4f();
  for (var pixel = 0u; pixel < shape.pixels; pixel++) {
    let at = (group.z * shape.pixels + pixel) * tile.images4 + image;
    let input = inputs[at];
    let gradient = passedAt(input, gradients[at], pair);
    passed += gradient;
    let value = input - mean;
    product += gradient * select(value, min(value, vec4f()), shape.mode == 2u);
  }
  sums[group.z * tile.images4 + image] = mat2x4f(passed, product);
}
