import { denseRow, levelRow } from '../../audit/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { drawNetworks, type Stability } from '../../audit/stability';
import type { Zoo } from '../../library/zoo';
import type { Experiment } from '../../model/experiment';
import { networkCost } from '../../model/weights';
import type { Comparison, LevelDigest } from './protocol';
import { auditExperiment, hasFloor, levelVariants, shippedPredictions } from './shipped';

/** How often networks are drawn. */
const DRAWS = 200;

function costOf({ manifest }: Zoo, variantId: string) {
  const members =
    manifest.variants.find(({ id }) => id === variantId)?.parts.flatMap((part) => part.members) ?? [];
  const removed = (layer: string) =>
    members.reduce((sum, { sparsity }) => sum + (sparsity.layers[layer] ?? 0), 0) /
    Math.max(1, members.length);
  return networkCost(manifest.architecture, removed);
}

/** Every population of the zoo for the table of levels, on an experiment's networks, images and tie rule, one after the other. */
export async function* levelDigests(zoo: Zoo, experiment: Experiment): AsyncGenerator<LevelDigest> {
  const dense = await shippedPredictions(zoo, 'dense', experiment, true);
  for (const { id, kind, targetSparsity } of levelVariants(zoo)) {
    const compressed = kind === 'dense' ? dense : await shippedPredictions(zoo, id, experiment, true);
    const variant = kind === 'null' ? 'null' : 'sparse';
    const findings = await auditExperiment(zoo, { ...experiment, variant }, dense, compressed);
    const row = kind === 'dense' ? denseRow(findings, dense) : levelRow(findings, compressed);
    const { classImpact: impacts } = findings;
    yield { id, kind, removed: targetSparsity, row, cost: costOf(zoo, id), impacts };
  }
}

/** Lets messages in between two slices of work. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** How a comparison's PIEs depend on the networks drawn; `told` hears of the share done. Stops when `signal` aborts. */
export async function stabilityOf(
  zoo: Zoo,
  { experiment, dense, compressed }: Comparison,
  signal: AbortSignal,
  told: (done: number) => void,
): Promise<Stability> {
  const { ties, seed } = experiment;
  const nulls: Predictions | null = hasFloor(zoo, experiment)
    ? await shippedPredictions(zoo, 'null', experiment, false)
    : null;
  const work = drawNetworks(dense, compressed, nulls, { ties, seed, draws: DRAWS });
  for (let slices = 1; ; slices++) {
    const step = work.next();
    if (step.done) return step.value;
    if (slices % 8 !== 0) continue;
    told(step.value);
    await breathe();
    signal.throwIfAborted();
  }
}
