import type { Experiment } from '../../model/experiment';
import { isAbort } from './abort';
import type { Bench } from './computed';
import type { Comparison, GroupsQuestion, LabEvent, LevelDigest } from './protocol';
import { shippedComparison, shippedLevels } from './shipped';

type Around = {
  bench: () => Promise<Bench>;
  /** What was computed here before for an experiment. */
  recall: (experiment: Experiment) => Promise<Comparison | null>;
  post: (event: LabEvent) => void;
};

/**
 * Questions about results that are there already, answered beside whatever job is in progress. Of each kind only the latest is told;
 * `drop` forgets all that are under way.
 */
export function createQuestions({ bench, recall, post }: Around) {
  const turns = new Map<string, number>();
  let drawing = new AbortController();
  let testing = new AbortController();

  /** Whether, when asked later, no other question of the kind has come since. */
  function begin(kind: string): () => boolean {
    const mine = (turns.get(kind) ?? 0) + 1;
    turns.set(kind, mine);
    return () => turns.get(kind) === mine;
  }

  async function known(experiment: Experiment): Promise<Comparison | null> {
    const { zoo } = await bench();
    return (await recall(experiment)) ?? shippedComparison(zoo, experiment, false);
  }

  return {
    drop(): void {
      for (const kind of turns.keys()) begin(kind);
      drawing.abort();
      testing.abort();
    },

    async versus(experiment: Experiment): Promise<void> {
      const isLatest = begin('versus');
      const other = await known(experiment);
      if (isLatest()) post({ kind: 'versus', experiment, findings: other?.findings ?? null });
    },

    async table(experiment: Experiment): Promise<void> {
      const isLatest = begin('table');
      const { zoo } = await bench();
      const { levelDigests } = await import('./analyses');
      const levels: LevelDigest[] = [];
      for await (const level of levelDigests(zoo, experiment)) {
        if (!isLatest()) return;
        levels.push(level);
      }
      post({ kind: 'table', experiment, levels });
    },

    async groups({ experiment, by, target }: GroupsQuestion): Promise<void> {
      const isLatest = begin('groups');
      const { zoo } = await bench();
      const { subgroupsOf } = await import('./groups');
      const comparison = await known(experiment);
      if (!comparison || !isLatest()) return;
      const made = await subgroupsOf(zoo, comparison, { by, target });
      if (isLatest()) post({ kind: 'groups', experiment, by, target, table: made });
    },

    async longTail(experiment: Experiment): Promise<void> {
      const isLatest = begin('longTail');
      const { zoo } = await bench();
      const { longTailOf } = await import('./sizes');
      const comparison = await known(experiment);
      if (!comparison || !isLatest()) return;
      const made = await longTailOf(zoo, comparison);
      if (isLatest()) post({ kind: 'longTail', experiment, longTail: made });
    },

    async capacity(experiment: Experiment): Promise<void> {
      const isLatest = begin('capacity');
      const { zoo } = await bench();
      const { capacityOf } = await import('./sizes');
      const made = await capacityOf(zoo, experiment);
      if (isLatest()) post({ kind: 'capacity', experiment, capacity: made });
    },

    async study(experiment: Experiment): Promise<void> {
      const isLatest = begin('study');
      const { zoo } = await bench();
      const levels = (await shippedLevels(zoo, experiment))
        .filter(({ kind }) => kind === 'sparse')
        .map(({ summary, pies }) => ({ sparsity: summary.sparsity, pies }))
        .sort((a, b) => a.sparsity - b.sparsity);
      if (isLatest()) post({ kind: 'study', data: zoo.manifest.dataset.id, levels });
    },

    async retraining(experiment: Experiment): Promise<void> {
      testing.abort();
      const controller = new AbortController();
      testing = controller;
      const { zoo } = await bench();
      const { retrainingOf } = await import('./analyses');
      const comparison = await known(experiment);
      if (!comparison) return;
      try {
        await retrainingOf(zoo, comparison, controller.signal, (done, retraining) =>
          post({ kind: 'retraining', experiment, done, retraining }),
        );
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    },

    async draws(experiment: Experiment): Promise<void> {
      drawing.abort();
      const controller = new AbortController();
      drawing = controller;
      const { zoo } = await bench();
      const { stabilityOf } = await import('./analyses');
      const comparison = await known(experiment);
      if (!comparison) return;
      try {
        const stability = await stabilityOf(zoo, comparison, controller.signal, (done) =>
          post({ kind: 'draws', experiment, done, stability: null }),
        );
        post({ kind: 'draws', experiment, done: 1, stability });
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    },
  };
}
