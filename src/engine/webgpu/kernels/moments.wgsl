// Sums over images and pixels, per member and channel: of the values, then of their squared distances from
// the mean.

struct Shape {
  channels: u32,
  pixels: u32,
  inputMember: u32,
  // 1: squared distances from the mean; 0: the values themselves.
  centred: u32,
}

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][channel][image]: sums over pixels.
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;
// [member][channel]: the mean, and the sum of squared distances from it.
@group(0) @binding(4) var<storage, read_write> moments: array<vec2f>;

@compute @workgroup_size(lanes)
fn sumPixels(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let first = slot * shape.inputMember + channel * shape.pixels * tile.images4 + image;
  let mean = select(0.0, moments[group.z].x, shape.centred != 0u);
  var sum = vec4f();
  for (var pixel = 0u; pixel < shape.pixels; pixel++) {
    let x = inputs[first + pixel * tile.images4] - mean;
    sum += select(x, x * x, shape.centred != 0u);
  }
  let there = vec4u(image * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(tile.images);
  sums[group.z * tile.images4 + image] = select(vec4f(), sum, there);
}

@compute @workgroup_size(lanes)
fn sumImages(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&moments)) {
    return;
  }
  var total = vec4f();
  for (var image = 0u; image < tile.images4; image++) {
    total += sums[id.x * tile.images4 + image];
  }
  let sum = dot(total, vec4f(1.0));
  if (shape.centred != 0u) {
    moments[id.x].y = sum;
  } else {
    moments[id.x].x = sum / f32(tile.images * shape.pixels);
  }
}
