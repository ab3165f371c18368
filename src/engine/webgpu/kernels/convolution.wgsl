// What both forms of a convolution have in common; stands before either.

struct Shape {
  inputChannels: u32,
  inputHeight: u32,
  inputWidth: u32,
  // vec4s from one member's input to the next; 0 when all members share it.
  inputMember: u32,
  outputChannels: u32,
  outputHeight: u32,
  outputWidth: u32,
  kernelHeight: u32,
  kernelWidth: u32,
  stride: u32,
  padding: u32,
  relu: u32,
}

@group(0) @binding(0) var<uniform> tile: Tile;
@group(0) @binding(1) var<uniform> shape: Shape;

// A sum scaled and shifted, through the ReLU if there is one. NaN stays NaN.
fn finish(sum: vec4f, a: vec2f) -> vec4f {
  let value = sum * a.x + a.y;
  return select(value, vec4f(0.0), vec4<bool>(shape.relu != 0u) & (value < vec4f(0.0)));
}
