import { readsOf, type Step } from './steps';

const known: Step['kind'][] = [
  'conv',
  'affine',
  'maxPool',
  'averagePool',
  'add',
  'globalAverage',
  'globalMax',
  'round',
];

function runs(step: Step): boolean {
  if (!known.includes(step.kind) || readsOf(step).length > 2) return false;
  if ('activation' in step && step.activation && step.activation.kind !== 'relu') return false;
  if (step.kind === 'conv') {
    const { stride, padding, dilation, groups } = step;
    const isSquare = stride[0] === stride[1] && padding.every((side) => side === padding[0]);
    return isSquare && groups === 1 && dilation[0] * dilation[1] === 1;
  }
  if (step.kind !== 'maxPool' && step.kind !== 'averagePool') return true;
  const { size, stride, padding, output, input } = step;
  const isSquare = size[0] === size[1] && stride[0] === stride[1] && Math.max(...padding) === 0;
  const fits = (extent: number, places: number) => (places - 1) * stride[0] + size[0] <= extent;
  return isSquare && fits(input.height, output.height) && fits(input.width, output.width);
}

/** Throws one sentence that names all steps that a device cannot run yet. */
export function refuseSteps(steps: readonly Step[], device: string): void {
  const refused = steps.filter((step) => !runs(step)).map(({ kind, layer }) => `${kind} (layer ${layer})`);
  if (refused.length > 0) throw new Error(`${device} does not run these steps yet: ${refused.join(', ')}.`);
}
