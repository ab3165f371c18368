// `halves` is set before this source: the weights are pairs of float16, which holds exactly what float16
// networks have. So is the shape: `blockChannels`, the output channels that an invocation sums, and
// `vectors`, its vec4s of images.

const weightWords = blockChannels / select(4u, 8u, halves);

@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][block of output channels][tap]: the weights of the block at one tap side by side.
@group(0) @binding(3) var<storage, read> weights: array<vec4u>;
// [member][channel]: scale and shift.
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> outputs: array<vec4f>;

fn pair(bits: vec2u) -> vec4f {
  return vec4f(unpack2x16float(bits.x), unpack2x16float(bits.y));
}

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  // The vec4s of an invocation lie a part of the tile apart.
  let part = (tile.images4 + vectors - 1u) / vectors;
  let own = placeOf(group.xy, lane, part, shape.outputHeight * shape.outputWidth);
  let image = own.x;
  let pixel = own.y;
  if (image >= part) {
    return;
  }
  // Where a tile has no more, the first is summed again.
  //! for v in vectors
  let ahead$v = select(0u, $vu * part, image + $vu * part < tile.images4);
  //! end
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
  //! for c in channels
  //! for v in vectors
  var sum$c_$v = vec4f();
  //! end
  //! end
  for (var channel = 0u; channel < shape.inputChannels; channel++) {
    for (var row = firstRow; row < rowEnd; row++) {
      let line = (channel * shape.inputHeight + u32(top + row * down)) * shape.inputWidth;
      for (var column = firstColumn; column < columnEnd; column++) {
        let at = memberInput + (line + u32(left + column * across)) * tile.images4;
        //! for v in vectors
        let x$v = inputs[at + ahead$v];
        //! end
        let tap = weight + (u32(row) * shape.kernelWidth + u32(column)) * weightWords;
        var w: array<vec4f, blockChannels / 4u>;
        if (halves) {
          //! for p in pairs
          let both$p = weights[tap + $pu];
          w[2 * $p] = pair(both$p.xy);
          w[2 * $p + 1] = pair(both$p.zw);
          //! end
        } else {
          //! for q in quads
          w[$q] = bitcast<vec4f>(weights[tap + $qu]);
          //! end
        }
        //! for c in channels
        //! for v in vectors
        sum$c_$v += w[$c / 4][$c % 4] * x$v;
        //! end
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
  var sums: array<vec4f, vectors * blockChannels>;
  //! for c in channels
  //! for v in vectors
  sums[$c * vectors + $v] = sum$c_$v;
  //! end
  //! end
  let channels = min(blockChannels, shape.outputChannels - first);
  for (var c = 0u; c < channels; c++) {
    let scaling = affine[member + first + c];
    let at = output + (first + c) * pixels * tile.images4;
    for (var v = 0u; v < vectors && image + v * part < tile.images4; v++) {
      outputs[at + v * part] = finish(sums[c * vectors + v], scaling);
    }
  }
}
