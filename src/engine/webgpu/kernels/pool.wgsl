@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> outputs: array<vec4f>;

@compute @workgroup_size(lanes)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let image = group.x * lanes + lane;
  if (image >= tile.images4) {
    return;
  }
  let slot = group.z / shape.channels;
  let channel = group.z % shape.channels;
  let row = i32(group.y / shape.outputWidth * shape.strideRows) - i32(shape.top);
  let column = i32(group.y % shape.outputWidth * shape.strideColumns) - i32(shape.left);
  let firstRow = max(row, 0);
  let firstColumn = max(column, 0);
  let rowEnd = min(row + i32(shape.height), i32(shape.inputHeight));
  let columnEnd = min(column + i32(shape.width), i32(shape.inputWidth));
  let first = slot * shape.inputMember + image;
  let plane = i32(channel * shape.inputHeight);
  let corner = u32((plane + firstRow) * i32(shape.inputWidth) + firstColumn);
  var largest = inputs[first + corner * tile.images4];
  var sum = vec4f();
  for (var y = firstRow; y < rowEnd; y++) {
    for (var x = firstColumn; x < columnEnd; x++) {
      let value = inputs[first + u32((plane + y) * i32(shape.inputWidth) + x) * tile.images4];
      largest = max(largest, value);
      sum += value;
    }
  }
  let inside = (rowEnd - firstRow) * (columnEnd - firstColumn);
  let rows = min(row + i32(shape.height), i32(shape.inputHeight + shape.bottom)) - row;
  let columns = min(column + i32(shape.width), i32(shape.inputWidth + shape.right)) - column;
  let mean = sum / f32(select(inside, rows * columns, shape.mode == 2u));
  let pixels = shape.outputHeight * shape.outputWidth;
  outputs[(group.z * pixels + group.y) * tile.images4 + image] = select(mean, largest, shape.mode == 0u);
}
