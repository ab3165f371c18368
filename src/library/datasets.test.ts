import { describe, expect, test } from 'vitest';
import { openDatasets, readDatasets } from './datasets';

const two = {
  schemaVersion: 1,
  datasets: [
    { id: 'a', title: 'A' },
    { id: 'b-2', title: 'B' },
  ],
};

describe('readDatasets', () => {
  test('reads what was written', () => {
    expect(readDatasets(JSON.stringify(two), 'index.json')).toEqual(two.datasets);
  });

  test.each([
    [{ ...two, schemaVersion: 2 }, 'schemaVersion to be 1, the only version this release reads, got 2'],
    [{ ...two, datasets: [] }, 'datasets to be a list of at least one dataset, got a list of 0'],
    [
      { ...two, datasets: [two.datasets[0], two.datasets[0]] },
      'datasets[1] to be a dataset with an id of its own, got "a"',
    ],
    [
      { ...two, datasets: [{ id: '../b', title: 'B' }] },
      'datasets[0].id to be lower-case letters, digits and -, got "../b"',
    ],
    [{ ...two, datasets: [{ id: 'a' }] }, 'datasets[0].title to be a text that is not empty, got nothing'],
  ])('refuses %j', (document, sentence) => {
    expect(() => readDatasets(JSON.stringify(document), 'index.json')).toThrow(
      `index.json: expected ${sentence}.`,
    );
  });
});

test('openDatasets reads index.json of the folder', async () => {
  const asked: string[] = [];
  const found = await openDatasets('http://zoo.test/', async function* (base, path) {
    asked.push(base + path);
    yield new TextEncoder().encode(JSON.stringify(two));
  });
  expect(found).toEqual(two.datasets);
  expect(asked).toEqual(['http://zoo.test/index.json']);
});
