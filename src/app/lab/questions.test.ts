import { describe, expect, it } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { openZoo } from '../../library/zoo';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { createDevices } from './devices';
import type { LabEvent } from './protocol';
import { createQuestions } from './questions';

const experiment: Experiment = {
  ...defaultExperiment({
    data: 'tiny',
    datasets: [{ id: 'tiny', title: 'Tiny' }],
    levels: [],
    widths: [],
    images: 4,
    batchNorm: true,
    networks: { dense: 2, null: 2 },
  }),
  variant: 'null',
};

async function asked() {
  const events: LabEvent[] = [];
  const zoo = await openZoo('http://zoo.test/tiny/', tinyZoo().source);
  const bench = { zoo, devices: createDevices(() => {}), dense: null };
  const questions = createQuestions({
    bench: async () => bench,
    recall: async () => null,
    post: (event) => events.push(event),
  });
  return { events, questions };
}

describe('the questions', () => {
  it('draw studies from trained sparse levels alone', async () => {
    const { events, questions } = await asked();
    await questions.study(experiment);
    expect(events).toEqual([{ kind: 'study', data: 'tiny', levels: [] }]);
  });

  it('weigh PIEs by training images, and narrow populations beside the rest on as many networks', async () => {
    const { events, questions } = await asked();
    await questions.longTail(experiment);
    await questions.capacity(experiment);
    expect(events).toMatchObject([
      {
        longTail: {
          balanced: true,
          parts: [],
          resampling: { draws: 1000, seed: 0 },
          classes: [{ training: 1 }, { training: 1 }, { training: 1 }],
        },
      },
      {
        capacity: {
          networks: 2,
          images: 4,
          sparse: [],
          matches: [],
          dense: { weights: 2 + 6 },
          narrow: [{ id: 'narrow-50', weights: 1 + 3 }],
        },
      },
    ]);
  });

  it('test whether it is only retraining, the floor at once and the test refined; another question ends it', async () => {
    const { events, questions } = await asked();
    await questions.retraining(experiment);
    const told = events.flatMap((event) => (event.kind === 'retraining' ? [event] : []));
    expect(told[0]).toMatchObject({ done: 0, retraining: { permutation: null } });
    expect(told.map(({ retraining }) => retraining.permutation?.shuffles)).toEqual([
      undefined,
      100,
      200,
      400,
      800,
      1600,
      2000,
    ]);
    const first = questions.retraining(experiment);
    const second = questions.retraining({ ...experiment, seed: 1 });
    await Promise.all([first, second]);
    const later = events.slice(told.length).flatMap((event) => (event.kind === 'retraining' ? [event] : []));
    const ended = later.filter(({ done }) => done === 1).map(({ experiment: asked }) => asked.seed);
    expect(ended).toEqual([1]);
  });

  it('make the table of every population, narrow ones last, each beside as many dense networks', async () => {
    const { events, questions } = await asked();
    await questions.table({ ...experiment, members: 5 });
    expect(events).toMatchObject([
      {
        kind: 'table',
        levels: [
          { id: 'dense', row: { networks: 5, change: null }, cost: { weightsLeft: 1 } },
          { id: 'null', row: { networks: 2 } },
          {
            id: 'narrow-50',
            kind: 'narrow',
            width: 0.5,
            row: { networks: 2, images: 4, change: { floor: { kind: 'null', k: [2, 2] } } },
            cost: { weightsLeft: 1, bytes: 2 * (1 + 3) },
          },
        ],
      },
    ]);
  });

  it('tell the latest of each kind alone, and none that was dropped', async () => {
    const { events, questions } = await asked();
    const smallest: Experiment = { ...experiment, ties: 'smallest' };
    await Promise.all([
      questions.versus(experiment),
      questions.versus(smallest),
      questions.table(experiment),
      questions.table(smallest),
    ]);
    expect(events.map(({ kind }) => kind).sort()).toEqual(['table', 'versus']);
    expect(events.every((event) => 'experiment' in event && event.experiment === smallest)).toBe(true);
    const late = Promise.all([questions.versus(experiment), questions.draws(experiment)]);
    questions.drop();
    await late;
    expect(events.filter(({ kind }) => kind === 'versus')).toHaveLength(1);
  });
});
