import { expect, it } from 'vitest';
import { tensorShapes } from '../src/model/architecture';
import { NETWORKS, resnet18 } from './architectures/networks';
import { graphFigures } from './graphFigures';
import type { EngineResult } from './results';

/** Weights that are learnt. */
function learnt(architecture: ReturnType<typeof resnet18>): number {
  return [...tensorShapes(architecture)].reduce(
    (sum, [name, shape]) => (/\.(mean|variance)$/.test(name) ? sum : sum + shape.reduce((a, b) => a * b, 1)),
    0,
  );
}

// torchvision's numbers of parameters with ten classes; of WRN-16-2 and ResNet-20 the papers' 0.7 and 0.27 M.
it('has the networks that their names promise', () => {
  const counts = Object.entries(NETWORKS).map(([name, make]) => [name, learnt(make())]);
  expect(Object.fromEntries(counts)).toEqual({
    resnet20: 272_474,
    wrn16x2: 691_674,
    mobilenetv2: 2_236_682,
    vgg11: 9_228_362,
  });
  expect(learnt(resnet18(224))).toBe(11_181_642);
});

it('compares with the fastest of the other library, and speaks of memory only at the size of its bar', () => {
  const engine = (rounds: number[], tried = {}) => ({ rounds, tried }) as EngineResult;
  const memory = {
    population: 'resnet18',
    members: 4,
    images: 64,
    samples: [1],
    webAssembly: [2],
    megabytes: 3,
  };
  const measured = {
    graphs: {
      engines: { 'vgg11 sparse': [engine([20, 40, 60]), engine([5, 4], { 16: 8, 64: 10 })] },
      left: {},
      profiles: {},
      winograd: { winograd: [2, 2, 2], direct: [3, 4, 5] },
    },
    graphMemory: memory,
    graphsGpu: null,
    depthwise: { layers: [], mobilenetv2: { dense: 2, rows: 3 } },
  };
  const figures = graphFigures(measured);
  expect(figures['graphSparse90VsOrt.vgg11']?.median).toBe(4);
  expect(figures['graphDenseVsOrt.vgg11']).toBeNull();
  expect(figures.winogradVsDirect?.median).toBe(2);
  expect(figures.depthwiseVsRows?.median).toBe(1.5);
  expect(figures.resnet18MemoryMb?.median).toBe(3);
  expect(graphFigures({ ...measured, graphMemory: { ...memory, images: 16 } }).resnet18MemoryMb).toBeNull();
});
