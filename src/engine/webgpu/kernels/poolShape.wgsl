// What a pool and its gradient are told.
struct Shape {
  inputHeight: u32,
  inputWidth: u32,
  channels: u32,
  // Read by the pool alone.
  inputMember: u32,
  outputHeight: u32,
  outputWidth: u32,
  height: u32,
  width: u32,
  strideRows: u32,
  strideColumns: u32,
  top: u32,
  left: u32,
  bottom: u32,
  right: u32,
  // 0: the largest value of a window; 1: the mean of what lies inside; 2: the mean with padding counted as
  // zeros.
  mode: u32,
  // Read by the gradient alone: whether it is added to what is there.
  adds: u32,
}
