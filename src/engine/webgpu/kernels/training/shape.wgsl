// A convolution whose weights change from step to step; stands before its kernels.

struct Shape {
  inputChannels: u32,
  inputHeight: u32,
  inputWidth: u32,
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
  // Channels of one group, in and out.
  groupInputs: u32,
  groupOutputs: u32,
  // Where one member's kernel and bias begin among its values, and how many values it has.
  weights: u32,
  bias: u32,
  biased: u32,
  values: u32,
  // 1: what is there is added to.
  adds: u32,
  // Output pixels that one workgroup sums over, and members.
  chunk: u32,
  members: u32,
  // Of the kernel's rows and columns every so manieth meets the same row or column of the input.
  stepRows: u32,
  stepColumns: u32,
}

// Weights of one output channel.
fn taps() -> u32 {
  return shape.groupInputs * shape.kernelHeight * shape.kernelWidth;
}
