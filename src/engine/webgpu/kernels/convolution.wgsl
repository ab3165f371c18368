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
  strideRows: u32,
  strideColumns: u32,
  top: u32,
  left: u32,
  dilationRows: u32,
  dilationColumns: u32,
  activation: u32,
  a: u32,
  b: u32,
}

// The input row and column at which the window of an output pixel begins.
fn cornerOf(pixel: u32) -> vec2i {
  let row = pixel / shape.outputWidth * shape.strideRows;
  let column = pixel % shape.outputWidth * shape.strideColumns;
  return vec2i(vec2u(row, column)) - vec2i(vec2u(shape.top, shape.left));
}

// A sum scaled and shifted, through the activation if there is one.
fn finish(sum: vec4f, a: vec2f) -> vec4f {
  return activated(sum * a.x + a.y, shape.activation, shape.a, shape.b);
}
