import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Predictions } from '../../audit/predictions';
import { refusal, SENTENCE } from '../testing/sentence';
import {
  predictionsToCsv,
  predictionsToNpz,
  predictionsToParquet,
  predictionsToSafetensors,
} from '../writing/writePredictions';
import { readPredictionFile } from './predictionFile';
import { type AlignedPredictions, alignPredictions } from './predictions';
import { readingSentence } from './reading';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

type Whole = AlignedPredictions & { predictions: [Predictions] };

const writers: Record<string, (whole: Whole) => Promise<Uint8Array<ArrayBuffer>>> = {
  csv: async ({ predictions: [all], truth, ...called }) =>
    utf8([...predictionsToCsv(all, truth, called)].join('')),
  parquet: ({ predictions: [all], truth, ...called }) => predictionsToParquet(all, truth, called),
  npz: async ({ predictions: [all], truth, ...called }) => predictionsToNpz(all, truth, called),
  safetensors: async ({ predictions: [all], truth, ...called }) =>
    predictionsToSafetensors(all, truth, called),
};

async function reread(bytes: Uint8Array<ArrayBuffer>): Promise<AlignedPredictions> {
  const { populations, classes } = await readPredictionFile(bytes, 'p');
  const aligned = alignPredictions([populations[0].table], null, classes);
  return classes ? { ...aligned, classValues: aligned.classNames } : aligned;
}

/** Populations with ids and classes as numbers or as text, of which every class occurs. */
const population = fc
  .record({
    networks: fc.integer({ min: 1, max: 3 }),
    images: fc.integer({ min: 3, max: 6 }),
    named: fc.boolean(),
    ids: fc.boolean(),
    scores: fc.boolean(),
    seed: fc.nat(),
  })
  .map(({ networks, images, named, ids, scores, seed }): Whole => {
    const cells = networks * images;
    const value = (i: number) => (((seed + i * 7919) % 97) + 1) / 128;
    const all: Predictions = {
      members: Array.from({ length: networks }, (_, k) => `net, ${k}`),
      images,
      classes: 3,
      labels: Uint16Array.from({ length: cells }, (_, i) => (seed + i) % 3),
      ...(scores && {
        pPrediction: Float32Array.from({ length: cells }, (_, i) => value(i)),
        pLabel: Float32Array.from({ length: cells }, (_, i) => value(i) / 2),
        rankLabel: Uint16Array.from({ length: cells }, (_, i) => i % 3),
      }),
    };
    const classValues = named ? ['2', 'cat "a"', 'dog'] : [4, 7, 300];
    return {
      predictions: [all],
      truth: Uint16Array.from({ length: images }, (_, i) => i % 3),
      imageIds: Array.from({ length: images }, (_, i) => (ids ? `img/${i}.png` : 5 + i)),
      classValues,
      classNames: classValues.map(String),
    };
  });

test('every format keeps networks, images, classes, labels and confidences', async () => {
  await fc.assert(
    fc.asyncProperty(population, fc.constantFrom(...Object.keys(writers)), async (whole, format) => {
      const bytes = await writers[format](whole);
      expect(await reread(bytes)).toEqual(whole);
      expect(await reread(new Uint8Array(gzipSync(bytes)))).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test('any bytes get an answer or one sentence', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      const message = await refusal(() => readPredictionFile(bytes.slice(), 'some file'));
      if (message !== undefined) expect(message).toMatch(SENTENCE);
    }),
    { numRuns: 100 },
  );
});

test('Parquet tells who gave its answers, on what', async () => {
  const predictions: Predictions = {
    ...{ members: ['a', 'b'], images: 3, classes: 3 },
    labels: Uint16Array.of(0, 1, 2, 0, 1, 1),
  };
  const called = { imageIds: [0, 1, 2], classValues: [0, 1, 2] };
  const answers = 'shipped with the zoo: what PyTorch says of JPEG copies of the test images';
  const written = async (said?: string) => {
    const bytes = await predictionsToParquet(predictions, Uint16Array.of(0, 1, 2), {
      ...called,
      answers: said,
    });
    return (await readPredictionFile(bytes, 'dense.parquet')).reading;
  };
  expect((await written(answers)).answers).toBe(answers);
  expect(readingSentence(await written(answers))).toMatch(/ Answers: .* JPEG copies of the test images\.$/);
  expect(readingSentence(await written('one\nline'))).toMatch(/ Answers: one line\.$/);
  expect((await written()).answers).toBeNull();
});
