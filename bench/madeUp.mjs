// Answers made up for benches, the same everywhere: top-1 near 76% and 73%.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const random = fileURLToPath(new URL('../src/audit/statistics/random.ts', import.meta.url));
/** Uniform numbers in 0..1 from a seed. */
export const { mulberry32: generator } = (
  await runnerImport(random, { configFile: false, logLevel: 'error' })
).module;

/** The populations: what of an image's difficulty makes a network err. */
export const POPULATIONS = [
  { name: 'dense', what: 'as trained', error: 1 },
  { name: 'compressed', what: '90% of the weights removed by magnitude', error: 1.15 },
];

/** Dense networks trained again: what retraining alone changes. */
export const RETRAINED = { name: 'null', what: 'trained again', error: 1 };

/** What all networks share of an image: how difficult it is, and the class that it is taken for. */
export function imageOf(shared, classes) {
  const difficulty = shared() ** 3;
  return { difficulty, rival: Math.floor(shared() * classes) };
}

/** What one network says of it; networks err on their own. */
export function answerOf(own, { difficulty, rival }, label, error, classes) {
  if (own() >= Math.min(0.95, difficulty * error)) return label;
  return own() < 0.7 ? rival : Math.floor(own() * classes);
}
