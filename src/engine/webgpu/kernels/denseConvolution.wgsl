// `halves` is set before this source: the weights are pairs of float16, which holds exactly what float16
// networks have.

const blockChannels = 16u;
const weightWords = select(4u, 2u, halves);

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][block of 16 output channels][tap]: the weights of the block at one tap side by side.
@group(0) @binding(3) var<storage, read> weights: array<vec4u>;
// [member][channel]: scale and shift.
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> outputs: array<vec4f>;

fn pair(bits: vec2u) -> vec4f {
  return vec4f(unpack2x16float(bits.x), unpack2x16float(bits.y));
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  // Each invocation has two vec4s of images, half a tile apart.
  let half = (tile.images4 + 1u) / 2u;
  let image = group.x * lanes + lane;
  if (image >= half) {
    return;
  }
  let hasSecond = image + half < tile.images4;
  let second = select(0u, half, hasSecond);
  let pixel = group.y;
  let blocks = (shape.outputChannels + blockChannels - 1u) / blockChannels;
  let slot = group.z / blocks;
  let block = group.z % blocks;
  let place = cornerOf(pixel);
  let top = place.x;
  let left = place.y;
  // Of the kernel's rows and columns those that lie inside.
  let down = i32(shape.dilationRows);
  let across = i32(shape.dilationColumns);
  let firstRow = (max(0, -top) + down - 1) / down;
  let rowEnd = min(i32(shape.kernelHeight), (max(0, i32(shape.inputHeight) - top) + down - 1) / down);
  let firstColumn = (max(0, -left) + across - 1) / across;
  let columnEnd = min(i32(shape.kernelWidth), (max(0, i32(shape.inputWidth) - left) + across - 1) / across);
  let taps = shape.kernelHeight * shape.kernelWidth;
  let memberInput = slot * shape.inputMember + image;
  var weight = ((tile.firstMember + slot) * blocks + block) * shape.inputChannels * taps * weightWords;
  //! for c in 16
  var a$c = vec4f();
  var b$c = vec4f();
  //! end
  for (var channel = 0u; channel < shape.inputChannels; channel++) {
    for (var row = firstRow; row < rowEnd; row++) {
      let line = (channel * shape.inputHeight + u32(top + row * down)) * shape.inputWidth;
      for (var column = firstColumn; column < columnEnd; column++) {
        let at = memberInput + (line + u32(left + column * across)) * tile.images4;
        let x = inputs[at];
        let y = inputs[at + second];
        let tap = weight + (u32(row) * shape.kernelWidth + u32(column)) * weightWords;
        var w: array<vec4f, 4>;
        if (halves) {
          let low = weights[tap];
          let high = weights[tap + 1u];
          w = array(pair(low.xy), pair(low.zw), pair(high.xy), pair(high.zw));
        } else {
          w = array(
            bitcast<vec4f>(weights[tap]),
            bitcast<vec4f>(weights[tap + 1u]),
            bitcast<vec4f>(weights[tap + 2u]),
            bitcast<vec4f>(weights[tap + 3u]),
          );
        }
        //! for c in 16
        a$c += w[$c / 4][$c % 4] * x;
        b$c += w[$c / 4][$c % 4] * y;
        //! end
      }
    }
    weight += taps * weightWords;
  }
  let pixels = shape.outputHeight * shape.outputWidth;
  let first = block * blockChannels;
  let member = (tile.firstMember + slot) * shape.outputChannels;
  let output = (slot * shape.outputChannels * pixels + pixel) * tile.images4 + image;
  // A loop over an array has the activation in the program once. Unrolled it stood there 32 times, which took
  // seconds to compile.
  var sums: array<vec4f, 2 * blockChannels>;
  //! for c in 16
  sums[$c] = a$c;
  sums[$c + blockChannels] = b$c;
  //! end
  let channels = min(blockChannels, shape.outputChannels - first);
  for (var c = 0u; c < channels; c++) {
    let scaling = affine[member + first + c];
    let at = output + (first + c) * pixels * tile.images4;
    outputs[at] = finish(sums[c], scaling);
    if (hasSecond) {
      outputs[at + half] = finish(sums[c + blockChannels], scaling);
    }
  }
}
