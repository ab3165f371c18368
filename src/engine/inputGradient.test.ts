import { expect, test } from 'vitest';
import { graphNetworks } from './graphSamples';
import { inputGradient } from './inputGradient';
import { planSteps } from './plan';
import { inputValues, runStep, type Values } from './referenceSteps';
import { roundedSample } from './roundedSample';
import { samplePopulation, sampleShard } from './samples';
import { everyLayer } from './testing';

const STEP = 1e-5;

test.each([['every kind of a residual network', everyLayer] as const, ...graphNetworks])(
  '%s: the gradient is that of central differences',
  (_, architecture) => {
    const population = samplePopulation(architecture, 2, 0.8, 31);
    const plan = planSteps(architecture);
    const image = inputValues(sampleShard(architecture, 2, 3, 6), 1, architecture.input);
    const logit = (values: Values) => {
      const buffers = [values];
      for (const step of plan.steps) runStep(step, population, 1, buffers);
      return buffers[plan.output][1];
    };
    const gradient = inputGradient(population, 1, image, 1);
    expect(gradient).toHaveLength(image.length);
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(0);
    // Every so many values; at a kink of an activation or a pool the two sides differ.
    for (let i = 0; i < image.length; i += Math.ceil(image.length / 20)) {
      const moved = (by: number) => image.map((value, at) => (at === i ? value + by : value));
      const [above, here, below] = [logit(moved(STEP)), logit(image), logit(moved(-STEP))];
      const sides = [(above - here) / STEP, (here - below) / STEP];
      if (Math.abs(sides[0] - sides[1]) > 1e-4) continue;
      expect(gradient[i]).toBeCloseTo((above - below) / (2 * STEP), 4);
    }
  },
);

test('rounded values have no gradient, and the layer is named', () => {
  const { population, shard } = roundedSample(2);
  const image = inputValues(shard, 0, population.architecture.input);
  expect(() => inputGradient(population, 0, image, 0)).toThrow(/rounds its values/);
});
