@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
// [member][output channel], and the end: where each row of entries begins.
@group(0) @binding(3) var<storage, read> rows: array<u32>;
// Where: kernel row << 28 | kernel column << 24 | offset in pixels from the window's corner. Value: the bits
// of an f32.
@group(0) @binding(4) var<storage, read> entries: array<vec2u>;
@group(0) @binding(5) var<storage, read> affine: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  // Each invocation has two vec4s of images, half a tile apart.
  let half = (tile.images4 + 1u) / 2u;
  let own = placeOf(group.xy, lane, half, shape.outputHeight * shape.outputWidth);
  let image = own.x;
  let pixel = own.y;
  if (image >= half) {
    return;
  }
  let hasSecond = image + half < tile.images4;
  let second = select(0u, half, hasSecond);
  let slot = group.z / shape.outputChannels;
  let row = (tile.firstMember + slot) * shape.outputChannels + group.z % shape.outputChannels;
  let place = cornerOf(pixel);
  let top = place.x;
  let left = place.y;
  let corner = top * i32(shape.inputWidth) + left;
  let memberInput = slot * shape.inputMember + image;
  let end = rows[row + 1u];
  var a = vec4f();
  var b = vec4f();
  let inside = top >= 0 && left >= 0
    && top + i32((shape.kernelHeight - 1u) * shape.dilationRows) < i32(shape.inputHeight)
    && left + i32((shape.kernelWidth - 1u) * shape.dilationColumns) < i32(shape.inputWidth);
  if (inside) {
    for (var i = rows[row]; i < end; i++) {
      let entry = entries[i];
      let at = memberInput + (u32(corner) + (entry.x & 0xffffffu)) * tile.images4;
      let weight = bitcast<f32>(entry.y);
      a += weight * inputs[at];
      b += weight * inputs[at + second];
    }
  } else {
    for (var i = rows[row]; i < end; i++) {
      let entry = entries[i];
      let y = top + i32((entry.x >> 28u) * shape.dilationRows);
      let x = left + i32(((entry.x >> 24u) & 15u) * shape.dilationColumns);
      if (y >= 0 && y < i32(shape.inputHeight) && x >= 0 && x < i32(shape.inputWidth)) {
        let at = memberInput + u32(corner + i32(entry.x & 0xffffffu)) * tile.images4;
        let weight = bitcast<f32>(entry.y);
        a += weight * inputs[at];
        b += weight * inputs[at + second];
      }
    }
  }
  let scaling = affine[row];
  let pixels = shape.outputHeight * shape.outputWidth;
  let at = (group.z * pixels + pixel) * tile.images4 + image;
  // A loop has the activation in the program once, which compiles sooner.
  var sums = array<vec4f, 2>(a, b);
  let vectors = select(1u, 2u, hasSecond);
  for (var v = 0u; v < vectors; v++) {
    outputs[at + v * half] = finish(sums[v], scaling);
  }
}
