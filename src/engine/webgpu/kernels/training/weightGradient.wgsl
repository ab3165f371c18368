// [member][channel][row][column][image]: a convolution's input, and the loss's gradient by its output.
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
// [chunk][member][weight]: sums over the output pixels of a chunk and all images. There are no atomic sums of
// floats.
@group(0) @binding(4) var<storage, read_write> partials: array<f32>;

var<workgroup> shares: array<f32, lanes * BLOCKu * TAPSu>;

//! for one in single
// A weight's place in the kernel, and its input channel: kernels are gone through place by place, so that the
// weights of an invocation mostly have one place.
fn tapOf(which: u32) -> vec2u {
  return vec2u(which / shape.groupInputs, which % shape.groupInputs);
}
//! end
//! for all in quads
// A weight's place in the kernel, and its input channel: each place has blocks of its own.
fn tapOf(which: u32) -> vec2u {
  let blocks = (shape.groupInputs + TAPSu - 1u) / TAPSu;
  let block = which / TAPSu;
  return vec2u(block / blocks, block % blocks * TAPSu + which % TAPSu);
}
//! end

// The first output row or column at which a tap reads inside, and the one after the last.
fn reach(offset: i32, stride: u32, input: u32, output: u32) -> vec2i {
  let by = i32(stride);
  return vec2i((max(0, -offset) + by - 1) / by, min(i32(output), (max(0, i32(input) - offset) + by - 1) / by));
}

// The sums of BLOCK output channels and TAPS weights of each, pixels and images shared out over the
// invocations.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let blocks = (shape.groupOutputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.outputChannels / shape.groupOutputs);
  let slot = group.z / all;
  let section = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let inputPixels = shape.inputHeight * shape.inputWidth;
  let outputPixels = shape.outputHeight * shape.outputWidth;
  //! for one in single
  var rows = vec2i(i32(shape.outputHeight), 0);
  var columns = vec2i(i32(shape.outputWidth), 0);
  //! for t in TAPS
  let tap$t = tapOf(min(group.x * TAPSu + $tu, taps() - 1u));
  let row$t = i32(tap$t.x / shape.kernelWidth * shape.dilationRows) - i32(shape.top);
  let column$t = i32(tap$t.x % shape.kernelWidth * shape.dilationColumns) - i32(shape.left);
  let plane$t = i32((slot * shape.inputChannels + section * shape.groupInputs + tap$t.y) * inputPixels);
  let corner$t = plane$t + row$t * i32(shape.inputWidth) + column$t;
  let down$t = reach(row$t, shape.strideRows, shape.inputHeight, shape.outputHeight);
  let across$t = reach(column$t, shape.strideColumns, shape.inputWidth, shape.outputWidth);
  rows = vec2i(min(rows.x, down$t.x), max(rows.y, down$t.y));
  columns = vec2i(min(columns.x, across$t.x), max(columns.y, across$t.y));
  //! end
  //! end
  //! for all in quads
  let tap = tapOf(group.x * TAPSu);
  let row = i32(tap.x / shape.kernelWidth * shape.dilationRows) - i32(shape.top);
  let column = i32(tap.x % shape.kernelWidth * shape.dilationColumns) - i32(shape.left);
  let rows = reach(row, shape.strideRows, shape.inputHeight, shape.outputHeight);
  let columns = reach(column, shape.strideColumns, shape.inputWidth, shape.outputWidth);
  let plane = (slot * shape.inputChannels + section * shape.groupInputs) * inputPixels;
  let offset = i32(plane) + row * i32(shape.inputWidth) + column;
  //! for t in TAPS
  let input$t = min(tap.y + $tu, shape.groupInputs - 1u) * inputPixels * tile.images4;
  //! end
  //! end
  //! for k in BLOCK
  let output$k = (slot * shape.outputChannels + section * shape.groupOutputs
    + min(channel + $ku, shape.groupOutputs - 1u)) * outputPixels * tile.images4;
  //! for t in TAPS
  var sum$kof$t = 0.0;
  //! end
  //! end
  // Of the pixels at which any of the taps reads inside those of this chunk, each with all images. What a
  // loop reads of a uniform buffer some adapters (SwiftShader) read again in each turn.
  let images4 = tile.images4;
  let width = u32(max(1, columns.y - columns.x));
  let height = select(0u, u32(max(0, rows.y - rows.x)), columns.y > columns.x);
  let strides = vec2i(i32(shape.strideRows), i32(shape.strideColumns));
  let extent = vec2u(shape.inputHeight, shape.inputWidth);
  let outputWidth = shape.outputWidth;
  let end = min(width * height, (group.y + 1u) * shape.chunk) * images4;
  for (var i = group.y * shape.chunk * images4 + lane; i < end; i += lanes) {
    let image = i % images4;
    let pixel = i / images4;
    let y = rows.x + i32(pixel / width);
    let x = columns.x + i32(pixel % width);
    let top = y * strides.x;
    let left = x * strides.y;
    let corner = top * i32(extent.y) + left;
    //! for one in single
    //! for t in TAPS
    let inside$t = u32(top + row$t) < extent.x && u32(left + column$t) < extent.y;
    let from$t = u32(select(0, corner$t + corner, inside$t));
    let value$t = select(vec4f(), inputs[from$t * images4 + image], inside$t);
    //! end
    //! end
    //! for all in quads
    let at = u32(offset + corner) * images4 + image;
    //! for t in TAPS
    let value$t = inputs[at + input$t];
    //! end
    //! end
    let place = (u32(y) * outputWidth + u32(x)) * images4 + image;
    //! for k in BLOCK
    let gradient$k = gradients[output$k + place];
    //! for t in TAPS
    sum$kof$t += dot(gradient$k, value$t);
    //! end
    //! end
  }
  //! for k in BLOCK
  //! for t in TAPS
  shares[($ku * TAPSu + $tu) * lanes + lane] = sum$kof$t;
  //! end
  //! end
  workgroupBarrier();
  let weights = shape.outputChannels * taps();
  for (var which = lane; which < BLOCKu * TAPSu; which += lanes) {
    let output = channel + which / TAPSu;
    let own = tapOf(group.x * TAPSu + which % TAPSu);
    let kernel = shape.kernelHeight * shape.kernelWidth;
    if (output >= shape.groupOutputs || own.x >= kernel || own.y >= shape.groupInputs) {
      continue;
    }
    var sum = 0.0;
    for (var other = 0u; other < lanes; other++) {
      sum += shares[which * lanes + other];
    }
    let weight = (section * shape.groupOutputs + output) * taps() + own.y * kernel + own.x;
    partials[(group.y * shape.members + slot) * weights + weight] = sum;
  }
}
