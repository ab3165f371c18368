// [member][channel][row][column][image]
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][value], zero where a weight is masked.
@group(0) @binding(3) var<storage, read> values: array<f32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

// BLOCK output channels of one group at one pixel.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let blocks = (shape.groupOutputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.outputChannels / shape.groupOutputs);
  let slot = group.z / all;
  let part = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let row = i32(group.y / shape.outputWidth * shape.strideRows) - i32(shape.top);
  let column = i32(group.y % shape.outputWidth * shape.strideColumns) - i32(shape.left);
  let own = slot * shape.values + shape.weights + part * shape.groupOutputs * taps();
  //! for k in BLOCK
  let weights$k = own + min(channel + $ku, shape.groupOutputs - 1u) * taps();
  var sum$k = vec4f();
  //! end
  for (var input = 0u; input < shape.groupInputs; input++) {
    let plane = (slot * shape.inputChannels + part * shape.groupInputs + input) * shape.inputHeight;
    for (var y = 0u; y < shape.kernelHeight; y++) {
      let inputRow = row + i32(y * shape.dilationRows);
      if (inputRow < 0 || inputRow >= i32(shape.inputHeight)) {
        continue;
      }
      for (var x = 0u; x < shape.kernelWidth; x++) {
        let inputColumn = column + i32(x * shape.dilationColumns);
        if (inputColumn < 0 || inputColumn >= i32(shape.inputWidth)) {
          continue;
        }
        let pixel = (plane + u32(inputRow)) * shape.inputWidth + u32(inputColumn);
        let value = inputs[pixel * tile.images4 + image];
        let tap = (input * shape.kernelHeight + y) * shape.kernelWidth + x;
        //! for k in BLOCK
        sum$k += values[weights$k + tap] * value;
        //! end
      }
    }
  }
  let first = slot * shape.outputChannels + part * shape.groupOutputs + channel;
  let bias = slot * shape.values + shape.bias + part * shape.groupOutputs + channel;
  let pixels = shape.outputHeight * shape.outputWidth;
  //! for k in BLOCK
  if (channel + $ku < shape.groupOutputs) {
    let shift = select(0.0, values[bias + $ku], shape.biased != 0u);
    outputs[((first + $ku) * pixels + group.y) * tile.images4 + image] = sum$k + shift;
  }
  //! end
}
