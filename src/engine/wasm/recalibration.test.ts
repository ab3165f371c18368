import { describe, expect, it } from 'vitest';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { everyLayer } from '../testing';
import { createMachine, interleave } from './memberMachine';
import { packProgram } from './program';
import { recalibrateMember } from './recalibration';
import { testKernels } from './testing';

const IMAGES = 400;
const GROUPS = IMAGES / 16;
const NORMS = 3;

const [{ kernels }] = testKernels;

/**
 * What one member's re-estimation reports, by a clock that goes on by `step` milliseconds whenever it is
 * read.
 */
function reportsAt(step: number): { time: number; done: number }[] {
  const plan = planSteps(everyLayer);
  const population = samplePopulation(everyLayer, 1, 0.3, 71);
  const shard = sampleShard(everyLayer, IMAGES, 6, 72);
  const images = interleave(kernels, kernels.heapBase(), shard.images, IMAGES, 90, 3);
  const machine = createMachine(kernels, plan, everyLayer.input);
  const program = packProgram(kernels, machine.base, plan, population, 0, { tap: 1, entry: 0.3 }, true);
  let time = 0;
  const now = () => {
    time += step;
    return time;
  };
  const reports: { time: number; done: number }[] = [];
  const tell = (done: number) => reports.push({ time, done });
  recalibrateMember(machine, kernels.memory, plan, population, program, images, IMAGES, tell, now);
  return reports;
}

describe('the progress of a re-estimation', () => {
  it('comes after each BatchNorm, however fast', () => {
    expect(reportsAt(0).map(({ done }) => done)).toEqual([1 / NORMS, 2 / NORMS, 1]);
  });

  it('comes every 200 ms within one, and never falls', () => {
    const reports = reportsAt(40);
    expect(reports.length).toBeGreaterThan((NORMS * GROUPS) / 6);
    reports.forEach(({ time, done }, i) => {
      expect(time - (reports[i - 1]?.time ?? 0)).toBeLessThanOrEqual(280);
      expect(done).toBeGreaterThan(reports[i - 1]?.done ?? 0);
    });
    expect(reports.at(-1)?.done).toBe(1);
  });

  it('comes after each group of images on a machine that takes longer for one', () => {
    expect(reportsAt(5000)).toHaveLength(NORMS * GROUPS + NORMS);
  });
});
