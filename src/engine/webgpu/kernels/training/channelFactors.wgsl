@group(0) @binding(2) var<storage, read> sums: array<mat2x4f>;
@group(0) @binding(3) var<storage, read> affine: array<vec2f>;
@group(0) @binding(4) var<storage, read> statistics: array<vec2f>;
// [member][value]
@group(0) @binding(5) var<storage, read_write> gradients: array<f32>;
// [member][channel]: the gradient by a value is x times that before the activation, plus y times the value,
// plus z.
@group(0) @binding(6) var<storage, read_write> factors: array<vec4f>;

fn totals(channel: u32) -> vec2f {
  var sum = mat2x4f();
  for (var image = 0u; image < tile.images4; image++) {
    sum += sums[channel * tile.images4 + image];
  }
  return vec2f(dot(sum[0], vec4f(1.0)), dot(sum[1], vec4f(1.0)));
}

@compute @workgroup_size(lanes)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.members * shape.channels) {
    return;
  }
  let own = id.x / shape.channels * shape.values;
  let channel = id.x % shape.channels;
  let total = totals(id.x);
  let scale = affine[id.x].x;
  let inverse = statistics[id.x].y;
  if (shape.mode == 1u) {
    let share = scale / f32(shape.all);
    factors[id.x] = vec4f(scale, -share * inverse * inverse * total.y, -share * total.x, 0.0);
  } else {
    factors[id.x] = vec4f(scale, 0.0, 0.0, 0.0);
  }
  if (shape.biased != 0u) {
    gradients[own + shape.bias + channel] = total.x;
  }
  if (shape.mode == 3u) {
    return;
  }
  if (shape.count == shape.channels) {
    gradients[own + shape.weights + channel] = total.y * inverse;
  } else if (channel == 0u) {
    // One slope for all channels.
    var sum = 0.0;
    for (var other = 0u; other < shape.channels; other++) {
      sum += totals(id.x + other).y;
    }
    gradients[own + shape.weights] = sum;
  }
}
