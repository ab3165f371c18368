import type { Activation } from '../model/layers/activations';

/**
 * An activation as kernels take it (wasm/kernels/activation.as.ts, webgpu/kernels/prelude.wgsl): its kind's
 * number and two parameters.
 */
export function activationCode(activation: Activation): [kind: number, a: number, b: number] {
  switch (activation.kind) {
    case 'relu':
      return [0, 0, 0];
    case 'clip':
      return [1, activation.low, activation.high];
    case 'leakyRelu':
      return [2, activation.slope, 0];
    case 'sigmoid':
      return [3, 0, 0];
    case 'hardSigmoid':
      return [4, activation.slope, activation.offset];
    case 'tanh':
      return [5, 0, 0];
    case 'silu':
      return [6, 0, 0];
    case 'hardSwish':
      return [7, 0, 0];
    case 'gelu':
      return [activation.approximation === 'none' ? 8 : 9, 0, 0];
  }
}
