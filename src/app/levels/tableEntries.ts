import { type Experiment, shippedVariant, variantOf } from '../../model/experiment';
import { level as share, wholePercent } from '../../text/format';
import type { LevelEntry } from '../../views/levels/levelWords';
import type { LabState } from '../lab/labState';
import { madeName, removedWhen } from '../names';
import type { LevelDigest } from '../panels/levels/question';
import { allMade, madeId } from './made';

/**
 * The zoo's populations as the table of levels names them, then those made here. Times are those of runs
 * here: of a zoo's population only where it was run again; of the dense one by the device's measured speed.
 */
export function tableEntries(state: LabState, digests: LevelDigest[], experiment: Experiment): LevelEntry[] {
  const speed = state.device?.speed?.imagesPerSecond;
  const secondsOf = (id: string) =>
    id === 'dense'
      ? speed
        ? 1 / speed
        : null
      : (state.made.find(({ experiment: ran }) => shippedVariant(ran) === id && ran.data === experiment.data)
          ?.secondsPerImage ?? null);
  const made = allMade(state, experiment).map(
    ({ experiment: one, row, cost, secondsPerImage }): LevelEntry => {
      const pruned = variantOf(one).kind === 'pruned';
      const unknown = { weightsLeft: null, bytes: null, multiplyAdds: null };
      return {
        id: madeId(one),
        name: madeName(one),
        kind: !pruned ? 'other' : one.finetune > 0 ? 'tuned' : 'pruned',
        removed: pruned ? one.sparsity : null,
        row,
        cost: { ...(cost ?? unknown), secondsPerImage },
      };
    },
  );
  return [...levelEntries(digests, removedWhen(experiment), secondsOf), ...made];
}

/** The zoo's populations as the table of levels names them; `secondsOf` says how long one image takes. */
function levelEntries(
  digests: LevelDigest[],
  when: string,
  secondsOf: (id: string) => number | null = () => null,
): LevelEntry[] {
  const names = { dense: 'Dense', null: 'Dense, retrained' };
  return digests.map(({ id, kind, removed, width = 1, row, cost: kernels }): LevelEntry => {
    const cost = { ...kernels, secondsPerImage: secondsOf(id) };
    if (kind === 'narrow') {
      const name = `Narrow, ${share(width)} of the channels, trained so`;
      return { id, kind: 'other', removed: null, row, name, cost };
    }
    const name =
      kind === 'dense' || kind === 'null' ? names[kind] : `${wholePercent(removed)} removed ${when}`;
    return { id, kind, removed, row, name, cost };
  });
}
