// The loss's gradient by a convolution's output: [member][channel][row][column][image].
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
// [member][value], zero where a weight is masked.
@group(0) @binding(3) var<storage, read> values: array<f32>;
// The gradient by its input.
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

// BLOCK input channels of one group at one pixel: only products that exist, so that a stride costs nothing.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let blocks = (shape.groupInputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.inputChannels / shape.groupInputs);
  let slot = group.z / all;
  let part = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let kernel = shape.kernelHeight * shape.kernelWidth;
  let own = slot * shape.values + shape.weights + part * shape.groupOutputs * taps();
  //! for k in BLOCK
  let weights$k = own + min(channel + $ku, shape.groupInputs - 1u) * kernel;
  var sum$k = vec4f();
  //! end
  for (var y = 0u; y < shape.kernelHeight; y++) {
    let above = i32(group.y / shape.inputWidth + shape.top) - i32(y * shape.dilationRows);
    let row = above / i32(shape.strideRows);
    if (above < 0 || u32(above) % shape.strideRows != 0u || row >= i32(shape.outputHeight)) {
      continue;
    }
    for (var x = 0u; x < shape.kernelWidth; x++) {
      let before = i32(group.y % shape.inputWidth + shape.left) - i32(x * shape.dilationColumns);
      let column = before / i32(shape.strideColumns);
      if (before < 0 || u32(before) % shape.strideColumns != 0u || column >= i32(shape.outputWidth)) {
        continue;
      }
      let tap = y * shape.kernelWidth + x;
      for (var output = 0u; output < shape.groupOutputs; output++) {
        let plane = (slot * shape.outputChannels + part * shape.groupOutputs + output) * shape.outputHeight;
        let pixel = (plane + u32(row)) * shape.outputWidth + u32(column);
        let gradient = gradients[pixel * tile.images4 + image];
        //! for k in BLOCK
        sum$k += values[weights$k + output * taps() + tap] * gradient;
        //! end
      }
    }
  }
  let first = slot * shape.inputChannels + part * shape.groupInputs + channel;
  let pixels = shape.inputHeight * shape.inputWidth;
  //! for k in BLOCK
  if (channel + $ku < shape.groupInputs) {
    let at = ((first + $ku) * pixels + group.y) * tile.images4 + image;
    if (shape.adds != 0u) {
      outputs[at] += sum$k;
    } else {
      outputs[at] = sum$k;
    }
  }
  //! end
}
