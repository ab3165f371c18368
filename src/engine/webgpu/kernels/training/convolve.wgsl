// [member][channel][row][column][image]
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][value], zero where a weight is masked.
@group(0) @binding(3) var<storage, read> values: array<f32>;
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

// A tap on the way through input channels, `atOnce` at a time, and the kernel's columns and rows that lie
// inside.
struct Tap {
  row: u32,
  column: u32,
  input: u32,
}

fn after(tap: Tap, columns: vec2u, inputs: u32) -> Tap {
  if (tap.input + atOnce < inputs) {
    return Tap(tap.row, tap.column, tap.input + atOnce);
  }
  if (tap.column + 1u < columns.y) {
    return Tap(tap.row, tap.column + 1u, 0u);
  }
  return Tap(tap.row + 1u, columns.x, 0u);
}

// Of `kernel` rows or columns, `dilation` apart from `start` on, the first inside of an input of `extent`, and
// the one after the last.
fn inside(start: i32, dilation: u32, kernel: u32, extent: u32) -> vec2u {
  let by = i32(dilation);
  let first = (max(0, -start) + by - 1) / by;
  return vec2u(vec2i(first, max(first, min(i32(kernel), (max(0, i32(extent) - start) + by - 1) / by))));
}

// BLOCK output channels of one group at one pixel.
@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let part = tile.images4 / vectors;
  let pixels = shape.outputHeight * shape.outputWidth;
  let own = placeOf(group.xy, lane, part, pixels);
  let image = own.x;
  let pixel = own.y;
  if (image >= part) {
    return;
  }
  let blocks = (shape.groupOutputs + BLOCKu - 1u) / BLOCKu;
  let all = blocks * (shape.outputChannels / shape.groupOutputs);
  let slot = group.z / all;
  let section = group.z % all / blocks;
  let channel = group.z % blocks * BLOCKu;
  let top = i32(pixel / shape.outputWidth * shape.strideRows) - i32(shape.top);
  let left = i32(pixel % shape.outputWidth * shape.strideColumns) - i32(shape.left);
  let rows = inside(top, shape.dilationRows, shape.kernelHeight, shape.inputHeight);
  let columns = inside(left, shape.dilationColumns, shape.kernelWidth, shape.inputWidth);
  let kernel = shape.kernelHeight * shape.kernelWidth;
  let kernels = slot * shape.values + shape.weights + section * shape.groupOutputs * taps();
  //! for k in BLOCK
  let weights$k = kernels + min(channel + $ku, shape.groupOutputs - 1u) * taps();
  //! for v in vectors
  var sum$k_$v = vec4f();
  //! end
  //! end
  // What a loop reads of a uniform buffer some adapters (SwiftShader) read again in each turn.
  let groupInputs = shape.groupInputs;
  let images4 = tile.images4;
  let width = shape.inputWidth;
  let size = shape.inputHeight * width * images4;
  let corner = (slot * shape.inputChannels + section * groupInputs) * size + image;
  let dilation = vec2u(shape.dilationRows, shape.dilationColumns);
  let kernelWidth = shape.kernelWidth;
  let count = (rows.y - rows.x) * (columns.y - columns.x) * ((groupInputs + atOnce - 1u) / atOnce);
  var tap = Tap(rows.x, columns.x, 0u);
  // One loop over all of them: every loop that is entered costs a processor as much as a tap.
  for (var n = 0u; n < count; n++) {
    let y = u32(top + i32(tap.row * dilation.x));
    let x = u32(left + i32(tap.column * dilation.y));
    let at = corner + (y * width + x) * images4;
    let place = tap.row * kernelWidth + tap.column;
    let input = tap.input;
    tap = after(tap, columns, groupInputs);
    //! for one in single
    let weight = input * kernel + place;
    //! for v in vectors
    let value$v = inputs[at + input * size + $vu * part];
    //! end
    //! for k in BLOCK
    let weight$k = values[weights$k + weight];
    //! for v in vectors
    sum$k_$v += weight$k * value$v;
    //! end
    //! end
    //! end
    //! for four in quads
    //! for i in 4
    let input$i = min(input + $iu, groupInputs - 1u);
    let at$i = at + input$i * size;
    let weight$i = input$i * kernel + place;
    let isThere$i = input + $iu < groupInputs;
    //! end
    //! for v in vectors
    let values$v = mat4x4f(
      //! for i in 4
      select(vec4f(), inputs[at$i + $vu * part], isThere$i),
      //! end
    );
    //! end
    //! for k in BLOCK
    let quad$k = vec4f(
      //! for i in 4
      values[weights$k + weight$i],
      //! end
    );
    //! for v in vectors
    sum$k_$v += values$v * quad$k;
    //! end
    //! end
    //! end
  }
  let first = slot * shape.outputChannels + section * shape.groupOutputs + channel;
  let bias = slot * shape.values + shape.bias + section * shape.groupOutputs + channel;
  //! for k in BLOCK
  if (channel + $ku < shape.groupOutputs) {
    let shift = select(0.0, values[bias + $ku], shape.biased != 0u);
    let to = ((first + $ku) * pixels + pixel) * tile.images4 + image;
    //! for v in vectors
    outputs[to + $vu * part] = sum$k_$v + shift;
    //! end
  }
  //! end
}
