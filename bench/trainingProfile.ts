// A profile of a training from the times of its kernels: pure.
import { fixed } from '../src/text/fixed';

/** What time counts as; the last comes once, before the first step, and is no share of the steps. */
const PARTS = [
  'forward',
  'input gradient',
  'weight gradient',
  'BatchNorm and ReLU',
  'other kernels',
  'optimiser',
  'the rest',
  'set-up',
] as const;

export type Part = (typeof PARTS)[number];

/** One call of a kernel, or what is between two. */
export type Call = { part: Part; ms: number };

/**
 * Of the steps of one network's training: their time in all, of each part its time and share, and the share of
 * the peak that it runs at.
 */
export type Profile = {
  ms: number;
  ofPeak: number;
  parts: { part: Part; ms: number; share: number | null; ofPeak: number | null }[];
};

/** `peak` is multiply-adds a second of one core. */
export type TrainingProfileResult = { simd: string; peak: number; profiles: Record<string, Profile> };

const NORM = ['accumulateMoments', 'scaleShift', 'normSums', 'normGradient'];

/** The part that a kernel's call is of. Forward and input gradients share their kernels. */
export function partOf(kernel: string, backward: boolean): Part {
  if (kernel === 'convolveBlocks' || kernel === 'convolveRows')
    return backward ? 'input gradient' : 'forward';
  if (kernel === 'kernelGradient' || kernel === 'keptGradient') return 'weight gradient';
  return NORM.includes(kernel) ? 'BatchNorm and ReLU' : 'other kernels';
}

type Measurement = {
  /** What the optimiser takes of all steps, ms: it is between two calls. */
  optimiser: number;
  calls: readonly Call[];
  /** Of each convolution and dense layer, for one image: multiply-adds by weights that count. */
  works: readonly { multiplyAdds: number; isFirst: boolean }[];
  images: number;
  /** Multiply-adds a millisecond. */
  peak: number;
};

/** The rest is what is between calls but the optimiser: images gathered, weights put in place. */
export function profileOf({ optimiser, calls, works, images, peak }: Measurement): Profile {
  const sum = (of: readonly { multiplyAdds: number }[]) =>
    images * of.reduce((all, { multiplyAdds }) => all + multiplyAdds, 0);
  const whole = sum(works);
  const inner = sum(works.filter(({ isFirst }) => !isFirst));
  const work: Partial<Record<Part, number>> = {
    forward: whole,
    'input gradient': inner,
    'weight gradient': whole,
  };
  const taken = new Map<Part, number>([['optimiser', optimiser]]);
  for (const call of calls) taken.set(call.part, (taken.get(call.part) ?? 0) + call.ms);
  taken.set('the rest', Math.max(0, (taken.get('the rest') ?? 0) - optimiser));
  const setUp = taken.get('set-up') ?? 0;
  const ms = [...taken.values()].reduce((a, b) => a + b, 0) - setUp;
  const parts = PARTS.map((part) => {
    const own = taken.get(part) ?? 0;
    const done = work[part];
    return {
      part,
      ms: own,
      share: part === 'set-up' ? null : own / ms,
      ofPeak: done === undefined || own === 0 ? null : done / own / peak,
    };
  });
  return { ms, ofPeak: (2 * whole + inner) / ms / peak, parts };
}

/** Where the time of a training step goes, for people. */
export function profileRows(result: TrainingProfileResult | null): string[][] {
  const percent = (share: number | null) => (share === null ? '' : `${fixed(100 * share, 0)}%`);
  const body = Object.entries(result?.profiles ?? {}).flatMap(([name, profile]) => [
    [`training, ${name}`, fixed(profile.ms, 1), '', percent(profile.ofPeak)],
    ...profile.parts.map(({ part, ms, share, ofPeak }) => [
      `training, ${name}: ${part}`,
      fixed(ms, 1),
      percent(share),
      percent(ofPeak),
    ]),
  ]);
  return [['part', 'ms', 'share of the time', 'of the peak'], ...body];
}
