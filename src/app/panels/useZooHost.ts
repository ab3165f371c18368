import { useCallback, useMemo } from 'react';
import type { FindingsPhase } from '../../views/exemplars/Exemplars';
import { sameQuestion } from '../lab/sameExperiment';
import { populationName } from '../names';
import { answeredOn } from '../originText';
import type { Asking, Given, HostKind, Known, Lacks, ZooGiven } from './panel';
import type { Ask, QuestionId } from './questions';

function phaseOf({ lab, comparison, stale }: ZooGiven): FindingsPhase {
  if (stale) return { kind: 'stale' };
  const done = comparison.images / comparison.experiment.images;
  if (done === 1) return { kind: 'complete' };
  const { runState } = lab.state;
  return runState === 'running' || runState === 'partial'
    ? { kind: 'running', done }
    : { kind: 'partial', done };
}

/** What panels are given by the explorer of a zoo, or of a reader's own networks. */
export function useZooHost(zoo: ZooGiven | null): Given | null {
  const ask = zoo?.lab.ask;
  const shown = zoo?.comparison.experiment;
  const key = JSON.stringify(shown);
  // Probabilities may come after labels, for the same question: what asks of it stays the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key holds the experiment
  const asked = useMemo(() => shown, [key]);
  const askOfShown = useCallback<Asking['ask']>(
    (question, what) => {
      if (ask && asked) ask(asked, { question, asked: what } as Ask);
    },
    [ask, asked],
  );
  const send = zoo?.lab.askAgain;
  const stop = useCallback<Asking['stop']>((question) => send?.({ kind: 'unask', question }), [send]);
  const labels = zoo?.lab.state.shard?.labels ?? null;
  const images = zoo?.comparison.findings.images;
  const truth = useMemo(() => labels?.subarray(0, images) ?? null, [labels, images]);
  const { setGallery, setPanels } = zoo ?? {};
  const onView = useCallback<Given['onView']>(
    ({ gallery, ...panels }) => {
      if (gallery) setGallery?.(gallery);
      if (Object.keys(panels).length > 0) setPanels?.(panels);
    },
    [setGallery, setPanels],
  );
  return useMemo(
    () => zoo && givenByZoo(zoo, truth, onView, { ask: askOfShown, stop }),
    [zoo, truth, onView, askOfShown, stop],
  );
}

/** The same for the same comparison, but for `zoo`, `view` and what is known, however the address changes. */
export function givenByZoo(
  zoo: ZooGiven,
  truth: Given['truth'],
  onView: Given['onView'],
  asks: Omit<Asking, 'known'>,
): Given {
  const { lab, comparison, address, stale, settled, active } = zoo;
  const { findings, dense, compressed, experiment } = comparison;
  const { answers, shard } = lab.state;
  const { row, order, groups, margin } = address.panels;
  return {
    findings,
    dense,
    compressed,
    name: populationName(experiment),
    data: zoo.zoo.title,
    classes: zoo.zoo.classes,
    truth,
    shard,
    answeredOn: answeredOn(zoo.zoo, comparison),
    trainingNote: zoo.zoo.trainingNote,
    // Of one-shot pruning labels alone ship.
    isScoreAwaited: comparison.source === 'shipped' && experiment.variant !== 'pruned',
    stale,
    settled,
    active,
    phase: phaseOf(zoo),
    view: { row, order, groups, gallery: address.gallery, margin },
    onView,
    asking: {
      known: <Q extends QuestionId>(question: Q): Known<Q> | null => {
        const known = answers[question];
        return known ? { ...known, isCurrent: sameQuestion(known.experiment, experiment) } : null;
      },
      ...asks,
    },
    local: zoo.zoo.origin.kind === 'own',
    zoo,
    imported: null,
  };
}

/** Which host the explorer of a zoo is, and what its zoo does not hold. */
export function zooLacks({ zoo, offer }: Pick<ZooGiven, 'zoo' | 'offer'>): { host: HostKind; lacks: Lacks } {
  const isOwn = zoo.origin.kind === 'own';
  return {
    host: isOwn ? 'own' : 'zoo',
    lacks: {
      ...(offer.levels.length === 0 && {
        levels: isOwn
          ? 'no networks that were already sparse were brought'
          : 'no population of this dataset was trained sparse',
      }),
      ...(offer.widths.length === 0 && {
        widths: isOwn ? 'no narrow networks were brought' : 'no narrow networks were trained on this dataset',
      }),
      ...(!zoo.countsTraining && {
        trainingCounts: 'how many training images each class had is not known',
      }),
    },
  };
}
