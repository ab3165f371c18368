// From kernels [member][output channel][tap] to compressed rows: for each output channel, the taps whose
// weight is not zero.

struct Shape {
  // Rows of all members.
  rows: u32,
  taps: u32,
  kernelHeight: u32,
  kernelWidth: u32,
  inputHeight: u32,
  inputWidth: u32,
  dilationRows: u32,
  dilationColumns: u32,
  // Output channels in all and in a group, and input channels in a group.
  outputs: u32,
  groupOutputs: u32,
  groupInputs: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> weights: array<u32>;
// Length of each row, then where it begins, and the end.
@group(0) @binding(2) var<storage, read_write> rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> entries: array<vec2u>;

@compute @workgroup_size(lanes)
fn countWeights(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.rows) {
    return;
  }
  var count = 0u;
  for (var tap = 0u; tap < shape.taps; tap++) {
    count += select(0u, 1u, (weights[id.x * shape.taps + tap] & 0x7fffffffu) != 0u);
  }
  rows[id.x] = count;
}

@compute @workgroup_size(1)
fn placeRows() {
  var sum = 0u;
  for (var row = 0u; row < shape.rows; row++) {
    let count = rows[row];
    rows[row] = sum;
    sum += count;
  }
  rows[shape.rows] = sum;
}

@compute @workgroup_size(lanes)
fn fillRows(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= shape.rows) {
    return;
  }
  var at = rows[id.x];
  let firstChannel = id.x % shape.outputs / shape.groupOutputs * shape.groupInputs;
  for (var tap = 0u; tap < shape.taps; tap++) {
    let bits = weights[id.x * shape.taps + tap];
    if ((bits & 0x7fffffffu) != 0u) {
      let column = tap % shape.kernelWidth;
      let row = tap / shape.kernelWidth % shape.kernelHeight;
      let channel = tap / (shape.kernelWidth * shape.kernelHeight);
      let line = (firstChannel + channel) * shape.inputHeight + row * shape.dilationRows;
      let offset = line * shape.inputWidth + column * shape.dilationColumns;
      entries[at] = vec2u((row << 28u) | ((column & 15u) << 24u) | offset, bits);
      at++;
    }
  }
}
