import { describe, expect, it } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { openZoo } from '../../library/zoo';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { comparedOf } from '../lab/compared';
import { shippedComparison } from '../lab/shipped';
import { createAnswering } from './answering';
import type { Answered, Ask, QuestionId } from './questions';

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

type Told = Answered & { experiment: Experiment };

async function started() {
  const events: Told[] = [];
  const zoo = await openZoo('http://zoo.test/tiny/', tinyZoo().source);
  const answering = createAnswering<Experiment>({
    trained: async (of) => ({
      zoo,
      experiment: of,
      networks: async () => ({
        dense: await zoo.population('dense', of.members),
        compressed: await zoo.population('null', of.members),
      }),
    }),
    compared: async (of) => {
      const comparison = await shippedComparison(zoo, of, false);
      return comparison && comparedOf(zoo, comparison);
    },
    tell: (of, answered) => events.push({ experiment: of, ...answered }),
  });
  const ask = (question: Exclude<QuestionId, 'groups' | 'saliency' | 'calibration'>, of = experiment) =>
    answering.ask(of, { question, asked: null } as Ask);
  const answers = (question: QuestionId) => events.filter((event) => event.question === question);
  return { events, ask, answers, answering, drop: answering.drop, stop: answering.stop };
}

describe('the questions', () => {
  it('draw studies from trained sparse levels alone', async () => {
    const { events, ask } = await started();
    await ask('study');
    expect(events).toMatchObject([{ question: 'study', done: 1, answer: { data: 'tiny', levels: [] } }]);
  });

  it('weigh PIEs by training images, and narrow populations beside as many other networks', async () => {
    const { events, ask } = await started();
    await ask('longTail');
    await ask('capacity');
    expect(events).toMatchObject([
      {
        answer: {
          balanced: true,
          parts: [],
          resampling: { draws: 1000, seed: 0 },
          classes: [{ training: 1 }, { training: 1 }, { training: 1 }],
        },
      },
      {
        answer: {
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

  it('say whose votes moved most, and what equally contested images would share', async () => {
    const { ask, answers } = await started();
    await ask('sameImages');
    expect(answers('sameImages')).toMatchObject([
      { done: 0.5, answer: null },
      { done: 1, answer: { moved: [0.01, 0.02, 0.05, 0.1].map((share) => ({ share })) } },
    ]);
  });

  it('tell probabilities network by network, or that there are none', async () => {
    const { events, answering } = await started();
    await answering.ask(experiment, { question: 'calibration', asked: { scheme: 'mass' } });
    expect(events).toMatchObject([{ question: 'calibration', asked: { scheme: 'mass' }, done: 1 }]);
  });

  it('test whether it is only retraining, floor first, then refined; another question ends it', async () => {
    const { ask, answers } = await started();
    await ask('retraining');
    const told = answers('retraining');
    expect(told[0]).toMatchObject({ done: 0, answer: { permutation: null } });
    expect(told.slice(1).map(({ answer }) => answer)).toMatchObject(
      [100, 200, 400, 800, 1600, 2000].map((shuffles) => ({ permutation: { shuffles } })),
    );
    await Promise.all([ask('retraining'), ask('retraining', { ...experiment, seed: 1 })]);
    const later = answers('retraining').slice(told.length);
    expect(later.filter(({ done }) => done === 1).map(({ experiment: of }) => of.seed)).toEqual([1]);
  });

  it('answer null where the comparison would have to be computed first', async () => {
    const { events, ask } = await started();
    await ask('draws', { ...experiment, variant: 'pruned' });
    expect(events).toMatchObject([{ question: 'draws', done: 1, answer: null }]);
  });

  it('make the table of every population, narrow ones last, each beside as many dense networks', async () => {
    const { events, ask } = await started();
    await ask('table', { ...experiment, members: 5 });
    expect(events).toMatchObject([
      {
        question: 'table',
        answer: {
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
      },
    ]);
  });

  it('tell the latest of each kind alone, and none that was dropped', async () => {
    const { events, ask, answers, drop } = await started();
    const smallest: Experiment = { ...experiment, ties: 'smallest' };
    await Promise.all([ask('versus'), ask('versus', smallest), ask('table'), ask('table', smallest)]);
    expect(events.map(({ question }) => question).sort()).toEqual(['table', 'versus']);
    expect(events.every((event) => event.experiment === smallest)).toBe(true);
    const late = Promise.all([ask('versus'), ask('draws')]);
    drop();
    await late;
    expect(answers('versus')).toHaveLength(1);
    expect(answers('draws')).toHaveLength(0);
  });

  it('are stopped one by one, and asked again', async () => {
    const { ask, answers, stop } = await started();
    const both = Promise.all([ask('indices'), ask('predictors')]);
    stop('indices');
    await both;
    expect(answers('indices')).toEqual([]);
    expect(answers('predictors').at(-1)).toMatchObject({ done: 1, answer: { rates: { by: 'margin' } } });
    await ask('indices');
    const told = answers('indices');
    expect(told.map(({ done }) => done)).toEqual([...told.map(({ done }) => done)].sort());
    expect(told.at(-1)).toMatchObject({ done: 1, answer: { mismatch: { modal: { any: { n: 4 } } } } });
  });
});
