// The loss's gradient by a convolution's output: [member][channel][row][column][image].
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
// [member][value], zero where a weight is masked.
@group(0) @binding(3) var<storage, read> values: array<f32>;
// The gradient by its input.
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

// BLOCK input channels of one group at one pixel: only products that exist, so that a stride costs nothing.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = tile.images4 / vectors;
  let pixels = shape.inputHeight * shape.inputWidth;
  let own = placeOf(group.xy, lane, part, pixels);
  let image = own.x;
  let pixel = own.y;
  if (image >= part) {
    return;
  }
  let blocks = (shape.groupInputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.inputChannels / shape.groupInputs);
  let slot = group.z / all;
  let section = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let kernel = shape.kernelHeight * shape.kernelWidth;
  let kernels = slot * shape.values + shape.weights + section * shape.groupOutputs * taps();
  //! for k in BLOCK
  let weights$k = kernels + min(channel + $ku, shape.groupInputs - 1u) * kernel;
  //! for v in vectors
  var sum$k_$v = vec4f();
  //! end
  //! end
  let step = shape.outputHeight * shape.outputWidth * tile.images4;
  let plane = (slot * shape.outputChannels + section * shape.groupOutputs) * step + image;
  for (var y = 0u; y < shape.kernelHeight; y++) {
    let above = i32(pixel / shape.inputWidth + shape.top) - i32(y * shape.dilationRows);
    let row = above / i32(shape.strideRows);
    if (above < 0 || u32(above) % shape.strideRows != 0u || row >= i32(shape.outputHeight)) {
      continue;
    }
    for (var x = 0u; x < shape.kernelWidth; x++) {
      let before = i32(pixel % shape.inputWidth + shape.left) - i32(x * shape.dilationColumns);
      let column = before / i32(shape.strideColumns);
      if (before < 0 || u32(before) % shape.strideColumns != 0u || column >= i32(shape.outputWidth)) {
        continue;
      }
      var weight = y * shape.kernelWidth + x;
      var at = plane + (u32(row) * shape.outputWidth + u32(column)) * tile.images4;
      for (var output = 0u; output < shape.groupOutputs; output++) {
        //! for v in vectors
        let gradient$v = gradients[at + $vu * part];
        //! end
        //! for k in BLOCK
        let weight$k = values[weights$k + weight];
        //! for v in vectors
        sum$k_$v += weight$k * gradient$v;
        //! end
        //! end
        at += step;
        weight += taps();
      }
    }
  }
  let first = slot * shape.inputChannels + section * shape.groupInputs + channel;
  //! for k in BLOCK
  if (channel + $ku < shape.groupInputs) {
    let to = ((first + $ku) * pixels + pixel) * tile.images4 + image;
    //! for v in vectors
    if (shape.adds != 0u) {
      outputs[to + $vu * part] += sum$k_$v;
    } else {
      outputs[to + $vu * part] = sum$k_$v;
    }
    //! end
  }
  //! end
}
