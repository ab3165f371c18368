import { mulberry32 } from '../audit/statistics/random';
import type { Architecture, Layer } from '../model/architecture';
import { kindOf } from '../model/layers/registry';
import type { Population, StackedTensor } from '../model/population';
import type { Shard } from '../model/shard';
import { sizeOf } from '../model/sizeOf';

const isNorm = ({ kind }: Layer) => kind === 'batchNorm' || kind === 'layerNorm' || kind === 'scale';

/**
 * A population of random weights for tests and benchmarks: kernels with `density` of their weights not zero,
 * in a range that keeps activations near 1.
 */
export function samplePopulation(
  architecture: Architecture,
  members: number,
  density: number,
  seed: number,
): Population {
  const random = mulberry32(seed);
  const tensors: Record<string, StackedTensor> = {};
  for (const layer of architecture.layers) {
    for (const [part, shape] of Object.entries(kindOf(layer).tensors?.(layer) ?? {})) {
      const name = `${layer.name}.${part}`;
      const size = sizeOf(shape);
      const isKernel = shape.length > 1;
      const reach = Math.sqrt(6 / (isKernel ? (size / shape[0]) * Math.max(density, 0.05) : 6));
      const isScale = name.endsWith('.variance') || (isNorm(layer) && name.endsWith('.weight'));
      tensors[name] = {
        shape,
        data: Float32Array.from({ length: members * size }, () => {
          if (isScale) return 0.5 + random();
          const value = reach * (2 * random() - 1);
          return isKernel && random() >= density ? 0 : value;
        }),
      };
    }
  }
  return {
    key: `sample ${seed}, density ${density}, ${members} members of ${JSON.stringify(architecture)}`,
    architecture,
    variant: { kind: 'dense' },
    members: Array.from({ length: members }, (_, member) => ({ id: `sample/${member}`, seed: member })),
    tensors,
  };
}

/** Random images of an architecture's input shape, with random labels below `classes`. */
export function sampleShard(architecture: Architecture, count: number, classes: number, seed: number): Shard {
  const random = mulberry32(seed);
  const { channels, height, width } = architecture.input;
  const bytes = (length: number, below: number) => Array.from({ length }, () => Math.floor(random() * below));
  return {
    id: `sample ${seed}`,
    count,
    height,
    width,
    channels,
    images: Uint8Array.from(bytes(count * height * width * channels, 256)),
    labels: Uint16Array.from(bytes(count, classes)),
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
  };
}
