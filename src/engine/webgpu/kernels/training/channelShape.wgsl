// What the sums over channels and the factors made of them are told.

struct Shape {
  channels: u32,
  pixels: u32,
  // 1: a BatchNorm; 0: scale and shift; 2: slopes; 3: a bias alone.
  mode: u32,
  activation: u32,
  a: u32,
  b: u32,
  // Values of one member; where its weights and biases begin among them, and whether there are biases.
  values: u32,
  weights: u32,
  bias: u32,
  biased: u32,
  // Weights: one a channel, or one for all.
  count: u32,
  // Values that a mean is of.
  all: u32,
  members: u32,
  // 1: what is there is added to.
  adds: u32,
}

