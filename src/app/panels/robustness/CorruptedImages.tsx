import { useCallback, useEffect, useMemo } from 'react';
import { firstNetworks, robustnessAgreement } from '../../../audit/levels/robustness';
import { Command } from '../../../charts/Command';
import type { CorruptionWish } from '../../../corruptions/corrupt';
import { type RobustnessTable, robustnessOf } from '../../../library/robustness';
import { type Experiment, shippedVariant } from '../../../model/experiment';
import { remembered } from '../../../model/remembered';
import type { RobustnessChoice } from '../../../views/robustness/choice';
import { RobustnessForm } from '../../../views/robustness/RobustnessForm';
import { RobustnessPanel } from '../../../views/robustness/RobustnessPanel';
import { agreementText, type RobustnessLevel } from '../../../views/robustness/robustnessWords';
import { sameQuestion } from '../../lab/sameExperiment';
import { lacksImages } from '../../lacksImages';
import { populationName } from '../../names';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';

/**
 * Two experiments whose populations answer a corrupted image alike: all but the number of images is the same.
 */
function samePopulations(a: Experiment, b: Experiment): boolean {
  return sameQuestion({ ...a, images: 0 }, { ...b, images: 0 });
}

/** The populations of a shipped table other than the dense one, by their first `members` networks. */
const populationsOf = remembered((table: RobustnessTable, members: number) =>
  table.populations.flatMap((id): RobustnessLevel[] => {
    const robustness = id === 'dense' ? null : robustnessOf(table, id);
    const first = robustness && firstNetworks(robustness, members);
    if (!first) return [];
    const percent = /^sparse-(\d+)$/.exec(id)?.[1];
    const name = percent ? `${percent}% removed` : 'Dense, retrained';
    return [{ id, name, kind: id === 'null' ? 'null' : 'sparse', robustness: first }];
  }),
);

/** What corrupted images do: shipped for the zoo's populations, computed here for any. */
export function CorruptedImages(props: ZooGiven) {
  const { lab, zoo, experiment, comparison, active, address, setPanels } = props;
  const { state, corrupt, cancel, fetchRobustness } = lab;
  const { members } = experiment;
  const missing = active && state.shippedRobustness === null;
  useEffect(() => {
    if (missing) fetchRobustness();
  }, [missing, fetchRobustness]);

  const table = state.shippedRobustness?.shipped ?? null;
  const own = shippedVariant(experiment);
  // A table may have fewer networks than there are now.
  const there = Math.min(members, table?.clean.dense.right.length ?? members);
  const shipped = useMemo(() => {
    const populations = table ? populationsOf(table, there) : [];
    return populations.map((level) => (level.id === own ? { ...level, kind: 'current' as const } : level));
  }, [table, there, own]);
  const known = state.robustness;
  const computed =
    known && samePopulations(known.experiment, experiment) && known.robustness.cells.length > 0
      ? known.robustness
      : null;
  const name = populationName(experiment).title;
  const levels = useMemo(() => {
    if (!computed) return shipped;
    const others = shipped.filter(({ kind, robustness }) => {
      return kind !== 'current' && robustness.images === computed.images;
    });
    return [...others, { id: 'here', name, kind: 'current' as const, robustness: computed }];
  }, [shipped, computed, name]);

  const onChoice = useCallback((breaks: RobustnessChoice) => setPanels({ breaks }), [setPanels]);
  const onCompute = useCallback((wish: CorruptionWish) => corrupt(experiment, wish), [corrupt, experiment]);
  const shard = state.shard;
  if (!shard)
    return (
      <Waits lab={lab} of={['show']}>
        Loading the images.
      </Waits>
    );
  const reference = shipped.find(({ kind }) => kind === 'current')?.robustness;
  const comparable =
    computed && table && reference?.images === computed.images && table.seed === experiment.seed;
  const agreement = comparable && reference ? robustnessAgreement(computed, reference) : null;
  const busy = state.job?.kind === 'robustness';
  return (
    <>
      <Waits lab={lab} of={['shippedRobustness']} />
      <RobustnessPanel
        levels={levels}
        elsewhere={comparison.findings.images}
        provenance={
          computed ? (
            <>
              {busy ? 'Being computed here' : 'Computed here'}: {computed.cells.length}{' '}
              {computed.cells.length === 1 ? 'corruption' : 'corruptions'} so far.{' '}
              {agreement && agreementText(agreement)}
            </>
          ) : (
            table && (
              <>
                Shipped with the page
                {zoo.ownImages && `, on ${zoo.ownImages.on}`}
                {there < members && `, for the first ${there} networks of each`}, made by{' '}
                <Command>{table.command}</Command>.
              </>
            )
          )
        }
        choice={address.panels.breaks}
        onChoice={onChoice}
        shard={shard}
        seed={computed || !table ? experiment.seed : table.seed}
      >
        {lacksImages(zoo) ? (
          <p>Others, and pictures of them, need the test images: bring your own copy, above.</p>
        ) : (
          <RobustnessForm
            images={Math.min(experiment.images, zoo.offer.images)}
            busy={busy}
            onCompute={onCompute}
            onCancel={cancel}
          />
        )}
      </RobustnessPanel>
    </>
  );
}
