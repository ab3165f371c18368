import { expect, test } from 'vitest';
import { bundleAnswers, bundleOrigin } from './bundleOrigin';

test('answers stay whole when a bundle is written of an opened bundle', () => {
  const answers = 'computed on 4 cores; dense ones: here; the rest elsewhere';
  const provenance = `Data: clothes: 60,000 photographs\nAnswers: ${answers}\nDate: 2026-11-30`;
  const again = bundleOrigin({ provenance, created: '2026-11-30T10:00:00Z' });
  const second = again.map(([name, value]) => `${name}: ${value}`).join('\n');
  expect([provenance, second].map((text) => bundleAnswers({ provenance: text }))).toEqual([answers, answers]);
  expect(bundleAnswers({ provenance: 'Files: a.csv' })).toBe(null);
});
