import { expect, test } from 'vitest';
import { presetNetwork } from '../../model/presets';
import { initialState } from '../../model/training';
import { readCheckpoint, writeCheckpoint } from './checkpoint';

const input = { channels: 1, height: 8, width: 8, mean: [0], std: [1] };
const architecture = presetNetwork('resnet-8', input, 3)!;

test('a checkpoint is read as it was written, of its own task only', () => {
  const state = initialState(architecture, 'seed');
  state.velocities['stem.weight'].fill(0.25);
  state.masks = { 'stem.weight': new Uint8Array(state.values['stem.weight'].length).fill(1, 3) };
  const curve = [{ step: 4, loss: 0.5, accuracy: 0.75, sparsity: 0.1 }];
  const written = { epoch: 3, loss: 0.5, accuracy: 0.75, state, curve };
  const bytes = writeCheckpoint(architecture, written, 'task');
  const read = readCheckpoint(architecture, bytes, 'task', 'a.checkpoint')!;
  expect({ ...read, state: null }).toEqual({ ...written, state: null });
  expect(read.state.values).toEqual(state.values);
  expect(read.state.velocities).toEqual(state.velocities);
  expect(read.state.masks?.['stem.weight']).toEqual(state.masks['stem.weight']);
  expect(readCheckpoint(architecture, bytes, 'another', 'a.checkpoint')).toBeNull();
});

test('a damaged one is refused by name', () => {
  const state = initialState(architecture, 'seed');
  const bytes = writeCheckpoint(architecture, { epoch: 1, loss: 1, accuracy: 0, state, curve: [] }, 'task');
  expect(() => readCheckpoint(architecture, bytes.slice(0, -9), 'task', 'a.checkpoint')).toThrow(
    /^a\.checkpoint: /,
  );
});
