import { useMemo } from 'react';
import { shardFor } from '../imports/explorer/shardFor';
import type { OpenedImport } from '../imports/protocol';
import type { Asking, Given, HostKind, Known, Lacks, PanelView } from './panel';
import type { Answers, Ask, QuestionId } from './questions';

const COMPRESSED = { title: 'Compressed', phrase: 'compressed' };
const COMPLETE = { kind: 'complete' } as const;

/** What the page of an import knows beside it. */
export type ImportHost = {
  imported: OpenedImport;
  answers: Answers<{ revision: number }>;
  revision: number;
  onAsk: (question: Ask) => void;
  onUnask: (question: QuestionId) => void;
};

/** How panels of an import ask its worker. */
function useImportAsking({ answers, revision, onAsk, onUnask }: Omit<ImportHost, 'imported'>): Asking {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked after a change is asked anew
  const ask = useMemo<Asking['ask']>(
    () => (question, asked) => onAsk({ question, asked } as Ask),
    [onAsk, revision],
  );
  return useMemo(
    () => ({
      known: <Q extends QuestionId>(question: Q): Known<Q> | null => {
        const known = answers[question];
        return known ? { ...known, isCurrent: known.revision === revision } : null;
      },
      ask,
      stop: onUnask,
    }),
    [answers, revision, ask, onUnask],
  );
}

/** What panels are given by the explorer of an import or of a bundle. */
export function useImportHost(
  host: ImportHost,
  { row, order, groups, gallery, margin }: PanelView,
  onView: Given['onView'],
): Given {
  const { imported } = host;
  const asking = useImportAsking(host);
  const shard = useMemo(() => shardFor(imported), [imported]);
  return useMemo(() => {
    const { findings, dense, compressed, truth, classNames, name, extras } = imported;
    return {
      findings,
      dense,
      compressed,
      name: COMPRESSED,
      data: name,
      classes: classNames,
      truth,
      shard,
      answeredOn: null,
      trainingNote: extras.training && `counted in ${extras.training.file}`,
      isScoreAwaited: false,
      stale: false,
      settled: true,
      active: true,
      phase: COMPLETE,
      view: { row, order, groups, gallery, margin },
      onView,
      asking,
      local: true,
      zoo: null,
      imported,
    };
  }, [imported, shard, row, order, groups, gallery, margin, onView, asking]);
}

/** Which host the explorer of an import is, and what its files do not hold. */
export function importLacks({ dense, compressed, extras, origin }: OpenedImport): {
  host: HostKind;
  lacks: Lacks;
} {
  const isScored = dense.pPrediction !== undefined && compressed.pPrediction !== undefined;
  const alone = 'predictions come without';
  return {
    host: origin?.levels ? 'bundle' : 'import',
    lacks: {
      levels: `${alone} other levels`,
      widths: `${alone} narrow networks`,
      networks: `${alone} the networks themselves, so nothing can be pruned or run again`,
      ...(!isScored && { probabilities: 'the files hold no probabilities' }),
      ...(!extras.training && {
        trainingCounts: 'how many training images each class had is not known until a file of them is added',
      }),
    },
  };
}
