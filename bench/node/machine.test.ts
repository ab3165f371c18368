import { expect, test } from 'vitest';
import { loadWarning } from './machine';

test('cores that were busy before a part are a warning that names the part', () => {
  expect(loadWarning({ wasm: 0.02, slider: 0.1 })).toBeNull();
  expect(loadWarning({ wasm: 0.02, slider: 0.371 })).toBe(
    'Another job loads the cores: 37% busy before slider. The figures are not to be trusted.',
  );
});
