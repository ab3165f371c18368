// The gradient by what a pool reads: a share of each average, or all where a value is the first largest of a
// window.

// [member][channel][row][column][image]
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let size = vec2i(vec2u(shape.height, shape.width));
  let stride = vec2i(vec2u(shape.strideRows, shape.strideColumns));
  let extent = vec2i(vec2u(shape.inputHeight, shape.inputWidth));
  let corner = vec2i(vec2u(shape.top, shape.left));
  let here = vec2i(vec2u(group.y / shape.inputWidth, group.y % shape.inputWidth));
  let plane = group.z * shape.inputHeight * shape.inputWidth;
  let value = inputs[(plane + group.y) * tile.images4 + image];
  // The windows that reach this pixel.
  let last = min((here + corner) / stride, vec2i(vec2u(shape.outputHeight, shape.outputWidth)) - 1);
  let first = (max(here + corner - size + stride, vec2i())) / stride;
  var sum = vec4f();
  for (var y = first.x; y <= last.x; y++) {
    for (var x = first.y; x <= last.y; x++) {
      let start = vec2i(y, x) * stride - corner;
      let low = max(start, vec2i());
      let high = min(start + size, extent);
      let window = (group.z * shape.outputHeight + u32(y)) * shape.outputWidth + u32(x);
      let gradient = gradients[window * tile.images4 + image];
      if (shape.mode != 0u) {
        let inside = high - low;
        let padded = min(start + size, extent + vec2i(vec2u(shape.bottom, shape.right))) - start;
        let counted = select(inside, padded, shape.mode == 2u);
        sum += gradient / f32(counted.x * counted.y);
        continue;
      }
      var chosen = vec4<bool>(true);
      for (var row = low.x; row < high.x; row++) {
        for (var column = low.y; column < high.y; column++) {
          let pixel = u32(row) * shape.inputWidth + u32(column);
          let rival = inputs[(plane + pixel) * tile.images4 + image];
          chosen &= select(rival <= value, rival < value, vec4<bool>(pixel < group.y));
        }
      }
      sum += select(vec4f(), gradient, chosen);
    }
  }
  let to = (plane + group.y) * tile.images4 + image;
  if (shape.adds != 0u) {
    outputs[to] += sum;
  } else {
    outputs[to] = sum;
  }
}
