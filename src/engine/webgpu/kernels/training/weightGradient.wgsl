// [member][channel][row][column][image]: a convolution's input, and the loss's gradient by its output.
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
// [chunk][member][weight]: sums over the output pixels of a chunk and all images. There are no atomic sums of
// floats.
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;

var<workgroup> shares: array<f32, lanes * BLOCKu * 4u>;

// The sums of BLOCK output channels and four taps, images shared out over the invocations.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let blocks = (shape.groupOutputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.outputChannels / shape.groupOutputs);
  let slot = group.z / all;
  let part = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let kernel = shape.kernelHeight * shape.kernelWidth;
  let inputPixels = shape.inputHeight * shape.inputWidth;
  let outputPixels = shape.outputHeight * shape.outputWidth;
  //! for t in 4
  let tap$t = min(group.x * 4u + $tu, taps() - 1u);
  let row$t = i32(tap$t % kernel / shape.kernelWidth * shape.dilationRows) - i32(shape.top);
  let column$t = i32(tap$t % shape.kernelWidth * shape.dilationColumns) - i32(shape.left);
  let plane$t = (slot * shape.inputChannels + part * shape.groupInputs + tap$t / kernel) * inputPixels;
  //! end
  //! for k in BLOCK
  let output$k = (slot * shape.outputChannels + part * shape.groupOutputs
    + min(channel + $ku, shape.groupOutputs - 1u)) * outputPixels;
  var sum$kof0 = vec4f();
  var sum$kof1 = vec4f();
  var sum$kof2 = vec4f();
  var sum$kof3 = vec4f();
  //! end
  let end = min(outputPixels, (group.y + 1u) * shape.chunk);
  for (var pixel = group.y * shape.chunk; pixel < end; pixel++) {
    let y = i32(pixel / shape.outputWidth * shape.strideRows);
    let x = i32(pixel % shape.outputWidth * shape.strideColumns);
    //! for t in 4
    let y$t = y + row$t;
    let x$t = x + column$t;
    let inside$t = y$t >= 0 && y$t < i32(shape.inputHeight) && x$t >= 0 && x$t < i32(shape.inputWidth);
    let from$t = plane$t + select(0u, u32(y$t) * shape.inputWidth + u32(x$t), inside$t);
    //! end
    for (var image = lane; image < tile.images4; image += lanes) {
      //! for t in 4
      let input$t = select(vec4f(), inputs[from$t * tile.images4 + image], inside$t);
      //! end
      //! for k in BLOCK
      let gradient$k = gradients[(output$k + pixel) * tile.images4 + image];
      sum$kof0 += gradient$k * input0;
      sum$kof1 += gradient$k * input1;
      sum$kof2 += gradient$k * input2;
      sum$kof3 += gradient$k * input3;
      //! end
    }
  }
  //! for k in BLOCK
  shares[($ku * 4u) * lanes + lane] = dot(sum$kof0, vec4f(1.0));
  shares[($ku * 4u + 1u) * lanes + lane] = dot(sum$kof1, vec4f(1.0));
  shares[($ku * 4u + 2u) * lanes + lane] = dot(sum$kof2, vec4f(1.0));
  shares[($ku * 4u + 3u) * lanes + lane] = dot(sum$kof3, vec4f(1.0));
  //! end
  workgroupBarrier();
  let weights = shape.outputChannels * taps();
  for (var which = lane; which < BLOCKu * 4u; which += lanes) {
    let output = channel + which / 4u;
    let tap = group.x * 4u + which % 4u;
    if (output >= shape.groupOutputs || tap >= taps()) {
      continue;
    }
    var sum = 0.0;
    for (var other = 0u; other < lanes; other++) {
      sum += shares[which * lanes + other];
    }
    let weight = (part * shape.groupOutputs + output) * taps() + tap;
    partials[(group.y * shape.members + slot) * weights + weight] = sum;
  }
}
