import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { writeNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { refusal } from '../testing/sentence';
import { mergeVotes } from './mergeVotes';
import type { AlignedPredictions } from './predictions';
import { readVotes, writeVotes } from './votesFile';

const IMAGES = 60;
const CLASSES = ['bear', 'cat', 'dog', 'owl'];

/** Populations of four networks each that mostly agree, and on every seventh image do not. */
function population(shift: number) {
  const members = ['a', 'b', 'c', 'd'];
  const labels = Uint16Array.from({ length: members.length * IMAGES }, (_, cell) => {
    const [row, image] = [Math.floor(cell / IMAGES), cell % IMAGES];
    return image % 7 === 0 ? (image + row + shift) % 4 : (image + (image % 11 === 0 ? shift : 0)) % 4;
  });
  const pLabel = Float32Array.from(labels, (label, cell) => (label + 1) / (cell + 5));
  return { members, images: IMAGES, classes: CLASSES.length, labels, pLabel };
}

const whole: AlignedPredictions = {
  predictions: [population(0), population(1)],
  truth: Uint16Array.from({ length: IMAGES }, (_, image) => image % 4),
  imageIds: Array.from({ length: IMAGES }, (_, image) => image),
  classValues: CLASSES,
  classNames: CLASSES,
};

/** The images of a shard alone, with only the classes that come in them. */
function shardOf(images: number[]): AlignedPredictions {
  const seen = new Set(
    whole.predictions.flatMap(({ labels, members }) =>
      members.flatMap((_, row) => images.map((image) => labels[row * IMAGES + image])),
    ),
  );
  for (const image of images) seen.add(whole.truth[image]);
  const classes = [...seen].sort((a, b) => a - b);
  const code = (label: number) => classes.indexOf(label);
  const names = classes.map((label) => CLASSES[label]);
  return {
    predictions: whole.predictions.map(({ members, labels, pLabel }) => {
      const cells = members.flatMap((_, row) => images.map((image) => row * IMAGES + image));
      return {
        members,
        images: images.length,
        classes: classes.length,
        labels: Uint16Array.from(cells, (cell) => code(labels[cell])),
        pLabel: Float32Array.from(cells, (cell) => pLabel![cell]),
      };
    }),
    truth: Uint16Array.from(images, (image) => code(whole.truth[image])),
    imageIds: images,
    classValues: names,
    classNames: names,
  };
}

const ROLES = ['dense', 'compressed'];
const shard = (aligned: AlignedPredictions, file: string, named = false, answers: string | null = null) =>
  readVotes(bytesSource(writeVotes({ roles: ROLES, aligned, named, answers }), file));

test('shards of any images in any order give the findings of the whole', async () => {
  const images = Array.from({ length: IMAGES }, (_, image) => image);
  const parts = [
    await shard(shardOf(images.filter((image) => image % 3 === 1)), 'b'),
    await shard(shardOf([8, 24, 12]), 'c'),
    await shard(
      shardOf(images.filter((image) => image % 3 !== 1 && ![8, 24, 12].includes(image)).reverse()),
      'a',
    ),
  ];
  const { roles, aligned, named, answers } = mergeVotes(parts);
  expect({ named, answers }).toEqual({ named: false, answers: null });
  expect(roles).toEqual(ROLES);
  expect(aligned).toEqual(whole);
  const rules = { ties: 'smallest', alpha: 0.05, seed: 3 } as const;
  const plainOf = ({ predictions: [dense, compressed], truth }: AlignedPredictions) =>
    audit(dense, compressed, truth, rules);
  expect(plainOf(aligned)).toEqual(plainOf(whole));
});

test('what classes are called travels with votes, and two names of one class are refused', async () => {
  const called = (aligned: AlignedPredictions, names: string[]) => ({
    ...aligned,
    classValues: aligned.classNames.map((name) => CLASSES.indexOf(name)),
    classNames: names,
  });
  const names = ['brown bear', 'tabby', 'pug', 'barn owl'];
  const parts = [
    [1, 2, 3, 4, 5, 6, 8],
    [9, 10, 11, 12, 13],
  ].map((images) => shardOf(images));
  const own = ({ classNames }: AlignedPredictions) => classNames.map((name) => names[CLASSES.indexOf(name)]);
  const shards = await Promise.all(parts.map((part, at) => shard(called(part, own(part)), `${at}`, true)));
  const { aligned, named } = mergeVotes(shards);
  expect(aligned).toMatchObject({ classValues: [0, 1, 2, 3], classNames: names });
  expect(named).toBe(true);
  const others = await shard(
    called(
      parts[1],
      own(parts[1]).map((name) => name.replace('tabby', 'cat')),
    ),
    'b',
    true,
  );
  expect(await refusal(async () => mergeVotes([shards[0], others]))).toBe(
    'b: expected class 1 to be called tabby, as in 0, got cat.',
  );
});

test('who gave the answers travels with votes, said once', async () => {
  const said = (images: number[], answers: string | null) =>
    shard(shardOf(images), `${images}`, false, answers);
  const shards = [
    await said([1, 2, 3], 'a cluster,\non crops'),
    await said([4, 5, 6], 'a cluster, on crops'),
  ];
  expect(shards[0].answers).toBe('a cluster, on crops');
  expect(mergeVotes(shards).answers).toBe('a cluster, on crops');
  const more = [await said([7, 8, 9], null), await said([10, 11, 12], 'a laptop')];
  expect(mergeVotes([...more, ...shards]).answers).toBe('a laptop and a cluster, on crops');
});

test('where all networks agree one class stands for them', () => {
  const all = writeVotes({
    roles: ROLES,
    aligned: { ...whole, predictions: whole.predictions.map(({ pLabel: _, ...rest }) => rest) },
    named: false,
    answers: null,
  });
  const agreed = {
    ...population(0),
    labels: population(0).labels.map((_, cell) => (cell % IMAGES) % 4),
    pLabel: undefined,
  };
  const small = writeVotes({
    roles: ROLES,
    aligned: { ...whole, predictions: [agreed, agreed] },
    named: false,
    answers: null,
  });
  expect(small.length).toBeLessThan(all.length);
});

test('an image in two shards, other networks and other files are refused', async () => {
  const first = await shard(shardOf([1, 2, 3, 4]), 'a.npz');
  const again = await shard(shardOf([4, 5, 6, 7]), 'b.npz');
  expect(await refusal(async () => mergeVotes([first, again]))).toBe(
    'b.npz: expected other images than in a.npz, got image 4 in both; leave one of the shards out, or give ' +
      'images ids.',
  );
  const fewer = shardOf([9, 10, 11, 12]);
  const [dense, compressed] = fewer.predictions;
  const less = await shard(
    { ...fewer, predictions: [dense, { ...compressed, members: ['a', 'b', 'c', 'x'] }] },
    'c.npz',
  );
  expect(await refusal(async () => mergeVotes([first, less]))).toMatch(
    /^c\.npz: expected the compressed networks of a\.npz, got 4 of which not all are the same \(d, x\)/,
  );
  const other = bytesSource(writeNpz({ dense: { shape: [1, 1], values: Uint16Array.of(1) } }), 'd.npz');
  expect(await refusal(() => readVotes(other))).toBe(
    'd.npz: expected votes as lacuna votes writes them (version 1), got another file.',
  );
});

test('votes that do not add up are refused', async () => {
  const forged = (change: Record<string, { shape: number[]; values: Int32Array | Uint16Array }>) =>
    refusal(() =>
      readVotes(
        bytesSource(
          writeNpz({
            lacuna_votes: { shape: [1], values: Int32Array.of(1) },
            image_ids: { shape: [2], values: ['0', '1'] },
            classes: { shape: [2], values: ['0', '1'] },
            numeric: { shape: [2], values: Uint8Array.of(1, 1) },
            labels: { shape: [2], values: Uint16Array.of(0, 1) },
            dense_models: { shape: [1], values: ['m'] },
            dense_agreed: { shape: [2], values: Uint16Array.of(0, 1) },
            dense_contested: { shape: [1], values: Int32Array.of(1) },
            dense_said: { shape: [1, 1], values: Uint16Array.of(0) },
            ...change,
          }),
          'v',
        ),
      ),
    );
  expect(await forged({})).toBeUndefined();
  expect(await forged({ labels: { shape: [2], values: Uint16Array.of(0, 2) } })).toBe(
    'v: expected a class from 0 to 1 in labels, got 2 at position 1.',
  );
  expect(await forged({ dense_contested: { shape: [1], values: Int32Array.of(7) } })).toBe(
    'v: expected an image from 0 to 1 in dense_contested, got 7.',
  );
  expect(await forged({ dense_agreed: { shape: [1], values: Uint16Array.of(0) } })).toBe(
    'v: expected 2 numbers in dense_agreed, got numbers (1).',
  );
});
