import { describe, expect, test } from 'vitest';
import type { Shard } from '../model/shard';
import { outputsOf } from './runClasses';

/**
 * Images of one pixel whose shade is the class that a folder's name says, as `collectImages` gives them:
 * labels are the numbers in the names.
 */
function imagesOf(classes: string[], labels: number[]): Shard {
  return {
    id: 'x',
    count: labels.length,
    channels: 1,
    height: 1,
    width: 1,
    images: Uint8Array.from(labels),
    labels: Uint16Array.from(labels),
    classes,
  };
}

/** As a network answers whose output for each shade is this one. */
const network = (output: (shade: number) => number) => async (shard: Shard) =>
  Array.from(shard.images, output);

async function paired(shard: Shard, outputs: number, answers: ReturnType<typeof network>, byName = true) {
  const notes: string[] = [];
  const { shard: own, values } = await outputsOf(shard, { file: 'data', outputs, byName }, answers, (note) =>
    notes.push(note),
  );
  return { labels: [...own.labels], classes: own.classes, values, notes };
}

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => i + from);
const names = (count: number) => numbers(count).map(String);
const twelve = imagesOf(names(12), numbers(12));
const asText = [...names(12)].sort();

describe('classes of images and outputs of networks on the command line', () => {
  test('folders 0 to 11 in text order, where a first network says so, and both are told', async () => {
    const { labels, values, notes } = await paired(
      twelve,
      12,
      network((shade) => asText.indexOf(`${shade}`)),
    );
    expect(labels).toEqual(numbers(12).map((shade) => asText.indexOf(`${shade}`)));
    expect(values).toEqual(asText.map(Number));
    expect(notes).toEqual([
      'data: classes can be the outputs in 2 ways, tried with the first network: Folders sorted as ' +
        'text, as torchvision and Keras do: 0, 1, 10, 11, ... 9. 12 of 12 right; Labels are numbers: ' +
        'number k is output k. 2 of 12 right. The first is taken; a file of labels (--labels) with the ' +
        'numbers of the outputs says another.',
    ]);
  });

  test('or in the order of numbers', async () => {
    const { labels, values, notes } = await paired(
      twelve,
      12,
      network((shade) => shade),
    );
    expect(labels).toEqual(numbers(12));
    expect(values).toEqual(numbers(12));
    expect(notes[0]).toContain('The 2. is taken');
  });

  test('labels from 1, as those of EMNIST letters', async () => {
    const letters = imagesOf(names(27), numbers(26, 1));
    const { labels, values, notes } = await paired(
      letters,
      26,
      network((shade) => shade - 1),
      false,
    );
    expect(labels).toEqual(numbers(26));
    expect(values).toEqual(numbers(26, 1));
    expect(notes).toEqual(['data: Labels run from 1 to 26: number k is output k - 1.']);
  });

  test('numbers and names that fit in one way are taken without a word', async () => {
    expect(
      await paired(
        imagesOf(names(3), [0, 1, 2]),
        3,
        network(() => 0),
      ),
    ).toMatchObject({
      labels: [0, 1, 2],
      values: [0, 1, 2],
      notes: [],
    });
    expect(
      await paired(
        imagesOf(['cat', 'dog'], [0, 1]),
        2,
        network(() => 0),
      ),
    ).toMatchObject({
      values: ['cat', 'dog'],
      notes: [],
    });
  });

  test('fewer names than outputs are told, more classes are refused', async () => {
    const few = await paired(
      imagesOf(['cat', 'dog'], [0, 1]),
      3,
      network(() => 0),
    );
    expect(few.notes[0]).toMatch(/^The images have 2 classes, the networks 3 outputs/);
    expect(few.values).toEqual([0, 1, 2]);
    await expect(
      paired(
        imagesOf(['a', 'b', 'c'], [0, 1, 2]),
        2,
        network(() => 0),
      ),
    ).rejects.toThrow('data: expected 2 classes, as many as the networks have outputs, got 3 (a, b, c).');
  });
});
