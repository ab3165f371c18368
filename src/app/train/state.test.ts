import { expect, test } from 'vitest';
import { firstFields, planOf } from './fields';
import type { Standing, TrainEvent, TrainRequest } from './protocol';
import { initialTrain, reduceTrain, type TrainState } from './state';

const standing: Standing = {
  id: 'dense/0',
  population: 0,
  state: 'waiting',
  done: 0,
  curve: [],
  top1: null,
  sentence: null,
};
const run = { id: 'ab', name: 'Small' } as Extract<TrainEvent, { kind: 'began' }>['run'];
const heard = (state: TrainState, ...events: TrainEvent[]) =>
  events.reduce((now, event) => reduceTrain(now, { kind: 'heard', event }), state);
const point = (step: number) => ({ step, loss: 1, accuracy: 0.5, sparsity: 0 });

test('a training that goes on begins with the stretches that are kept, and new ones follow', () => {
  const begun = heard(initialTrain, {
    kind: 'began',
    run,
    networks: [{ ...standing, done: 0.5, curve: [point(4)] }, standing],
    steps: 8,
    testImages: 10,
  });
  const state = heard(
    begun,
    { kind: 'point', index: 0, done: 0.6, point: point(5) },
    { kind: 'point', index: 0, done: 0.65, point: null },
  );
  expect(state.training?.networks[0]).toMatchObject({ done: 0.65, curve: [point(4), point(5)] });
  expect(state.training?.networks[1]).toBe(standing);
});

test('what ends, stops or fails leaves nothing busy and the curves as they are', () => {
  const sent = reduceTrain(initialTrain, {
    kind: 'sent',
    request: { kind: 'begin', plan: planOf(firstFields, '') },
  });
  expect(sent.busy).not.toBeNull();
  const begun = heard(sent, { kind: 'began', run, networks: [standing], steps: 8, testImages: 10 });
  const ended = heard(begun, {
    kind: 'ended',
    run,
    data: 'own-ab',
    finished: 1,
    message: null,
    stopped: false,
  });
  expect(ended).toMatchObject({ busy: null, training: { ended: { data: 'own-ab' }, networks: [standing] } });
  const failed = heard(begun, { kind: 'failed', asked: 'begin', message: 'No.' });
  expect(failed).toMatchObject({
    busy: null,
    problem: { message: 'No.' },
    training: { networks: [standing] },
  });
  expect(heard(begun, { kind: 'stopped', asked: 'begin' }).busy).toBeNull();
  // A measurement that gave way to it says nothing of it.
  expect(heard(begun, { kind: 'stopped', asked: 'measure' }).busy).not.toBeNull();
});

test('a notice is shown once, and the next training begins without it', () => {
  const notice = { kind: 'notice', message: 'Not kept.' } as const;
  const state = heard(initialTrain, notice, notice);
  expect(state.notices).toEqual(['Not kept.']);
  const sent = reduceTrain(state, { kind: 'sent', request: { kind: 'resume', id: 'ab', base: '' } });
  expect(sent.notices).toEqual([]);
  expect(reduceTrain(state, { kind: 'sent', request: { kind: 'list' } })).toBe(state);
});

test('events about networks of no training change nothing', () => {
  expect(heard(initialTrain, { kind: 'point', index: 0, done: 1, point: null })).toBe(initialTrain);
  expect(heard(initialTrain, { kind: 'pies', pies: [] })).toBe(initialTrain);
});

test('what is asked after a training that is lost is not its going on', () => {
  const sent = (state: TrainState, request: TrainRequest) => reduceTrain(state, { kind: 'sent', request });
  const progress: TrainEvent = { kind: 'progress', doing: 'Reading', done: 0, secondsLeft: null };
  const resumed = heard(sent(initialTrain, { kind: 'resume', id: 'ab', base: '' }), progress);
  expect(resumed).toMatchObject({ asked: 'resume', busy: { doing: 'Reading' } });
  const lost = heard(resumed, { kind: 'failed', asked: 'resume', message: 'Expected a training, got none.' });
  const looked = heard(sent(lost, { kind: 'look', role: 'training', files: [] }), progress);
  expect(looked).toMatchObject({ asked: 'look', busy: { doing: 'Reading' } });
});
