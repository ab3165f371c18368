// Vitest loads this before each file of tests: it says what the properties of fast-check draw.
import fc from 'fast-check';

const { FUZZ_TIMES, FUZZ_SEED } = process.env;

/** Every run draws the same cases, so that no change fails for a case that it has nothing to do with. */
const SEED = 1;

/** What a property draws in the tests, and, where `scripts/fuzz.mjs` hunts, what it draws there. */
fc.configureGlobal(
  FUZZ_TIMES
    ? { numRuns: 100 * Number(FUZZ_TIMES), ...(FUZZ_SEED && { seed: Number(FUZZ_SEED) }) }
    : { seed: SEED },
);
