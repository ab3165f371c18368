// Gradients of what every channel has of its own (scale, shift, slope, bias), and what passes through it.

// All [member][channel][pixel][image]: what goes in, and the loss's gradient by what comes out.
@group(0) @binding(2) var<storage, read> inputs: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradients: array<vec4f>;
// [member][channel]: scale and shift; what is taken from a value first, and one over the deviation.
@group(0) @binding(4) var<storage, read> affine: array<vec2f>;
@group(0) @binding(5) var<storage, read> statistics: array<vec2f>;

// The gradient before the activation, at a place of that value and gradient.
fn passedAt(value: vec4f, gradient: vec4f, pair: vec2f) -> vec4f {
  if (shape.mode >= 2u) {
    return gradient;
  }
  return gradient * slope(value * pair.x + pair.y, shape.activation, shape.a, shape.b);
}
