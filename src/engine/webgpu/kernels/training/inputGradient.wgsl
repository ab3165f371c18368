// The loss's gradient by a convolution's output: [member][channel][row][column][image].
@group(0) @binding(2) var<storage, read> gradients: array<vec4f>;
// [member][value], zero where a weight is masked.
@group(0) @binding(3) var<storage, read> values: array<f32>;
// The gradient by its input.
@group(0) @binding(4) var<storage, read_write> outputs: array<vec4f>;

// Of a kernel's rows or columns those that met this one of the input, `above` from their first: the first,
// how many, `step` apart, and which of the output the first gave.
fn meeting(above: i32, dilation: u32, stride: u32, step: u32, kernel: u32, extent: u32) -> vec3u {
  let by = i32(dilation);
  var first = 0;
  var rest = above;
  while (first < i32(kernel) && rest >= 0 && (rest % i32(stride) != 0 || rest / i32(stride) >= i32(extent))) {
    first++;
    rest -= by;
  }
  let isNone = first >= i32(kernel) || rest < 0;
  let count = 1 + min((i32(kernel) - 1 - first) / i32(step), rest / (by * i32(step)));
  return vec3u(u32(first), u32(select(count, 0, isNone)), u32(max(0, rest) / i32(stride)));
}

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
  let row = i32(pixel / shape.inputWidth + shape.top);
  let column = i32(pixel % shape.inputWidth + shape.left);
  let steps = vec2u(shape.stepRows, shape.stepColumns);
  let dilation = vec2u(shape.dilationRows, shape.dilationColumns);
  let strides = vec2u(shape.strideRows, shape.strideColumns);
  let rows = meeting(row, dilation.x, strides.x, steps.x, shape.kernelHeight, shape.outputHeight);
  let columns = meeting(column, dilation.y, strides.y, steps.y, shape.kernelWidth, shape.outputWidth);
  // Places of the output from one that met this to the next, back to its start.
  let back = steps * dilation / strides;
  // What a loop reads of a uniform buffer some adapters (SwiftShader) read again in each turn.
  let groupOutputs = shape.groupOutputs;
  let images4 = tile.images4;
  let width = shape.outputWidth;
  let kernelWidth = shape.kernelWidth;
  let perOutput = taps();
  let size = shape.outputHeight * width * images4;
  let corner = (slot * shape.outputChannels + section * groupOutputs) * size + image;
  let each = (groupOutputs + atOnce - 1u) / atOnce;
  let count = rows.y * columns.y * each;
  var at = vec2u();
  var output = 0u;
  for (var n = 0u; n < count; n++) {
    let met = vec2u(rows.z, columns.z) - at * back;
    let place = corner + (met.x * width + met.y) * images4;
    let weight = (rows.x + at.x * steps.x) * kernelWidth + columns.x + at.y * steps.y;
    //! for one in single
    //! for v in vectors
    let gradient$v = gradients[place + output * size + $vu * part];
    //! end
    //! for k in BLOCK
    let weight$k = values[weights$k + output * perOutput + weight];
    //! for v in vectors
    sum$k_$v += weight$k * gradient$v;
    //! end
    //! end
    //! end
    //! for four in quads
    //! for i in 4
    let output$i = min(output + $iu, groupOutputs - 1u);
    let at$i = place + output$i * size;
    let weight$i = weight + output$i * perOutput;
    let isThere$i = output + $iu < groupOutputs;
    //! end
    //! for v in vectors
    let gradients$v = mat4x4f(
      //! for i in 4
      select(vec4f(), gradients[at$i + $vu * part], isThere$i),
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
    sum$k_$v += gradients$v * quad$k;
    //! end
    //! end
    //! end
    output += atOnce;
    if (output >= groupOutputs) {
      output = 0u;
      at.y++;
      if (at.y == columns.y) {
        at = vec2u(at.x + 1u, 0u);
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
