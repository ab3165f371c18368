// Predictions of one table in every form that gives what the plain one gives.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import {
  all,
  both,
  CLASSES,
  core,
  dense,
  file,
  IMAGES,
  id,
  image,
  inOne,
  label,
  long,
  network,
  over,
  parquet,
  plainDense,
  plainPruned,
  pruned,
  read,
  renamed,
  said,
  shuffled,
  truth,
  unnamed,
  wide,
} from '../testing/forms';

describe('forms that give what the plain one gives', () => {
  const rows: [string, () => Promise<Parameters<typeof read>> | Parameters<typeof read>][] = [
    ['other rows', () => [[plainDense], [file('p.csv', long(pruned, { order: shuffled }))]]],
    [
      'an unnamed first column holds the ids',
      () => [
        [file('d.csv', unnamed(long(dense), 'image_id'))],
        [file('p.csv', unnamed(long(pruned, { order: shuffled }), 'image_id'))],
      ],
    ],
    [
      'Unnamed: 0, and a table that has it twice',
      () => [[file('d.csv', long(renamed(dense, { image_id: 'Unnamed: 0' })))], [plainPruned]],
    ],
    [
      'row names of R: the header is one cell short',
      () => [
        [file('d.csv', long(dense).replace('image_id,', ''))],
        [file('p.csv', long(pruned, { order: shuffled }).replace('image_id,', ''))],
      ],
    ],
    [
      '__index_level_0__ of pandas in Parquet',
      async () => [
        [file('d.parquet', await parquet('dense', { id: '__index_level_0__' }))],
        [file('p.parquet', await parquet('pruned', { id: '__index_level_0__' }, shuffled))],
      ],
    ],
    [
      'two unnamed levels of row names',
      () => {
        const { model_id, image_id, ...rest } = dense;
        const text = long({ model_id, image_id, ...rest }).replace('model_id,image_id', ',');
        return [[file('d.csv', text)], [plainPruned]];
      },
    ],
    [
      'row numbers before ids',
      () => [[file('d.csv', long({ '': (at, k) => k * IMAGES + at, ...dense }))], [plainPruned]],
    ],
    ['tabs', () => [[file('d.tsv', long(dense, { sep: '\t' }))], [plainPruned]]],
    ['semicolons', () => [[file('d.csv', long(dense, { sep: ';' }))], [plainPruned]]],
    ['bars', () => [[file('d.txt', long(dense, { sep: '|' }))], [plainPruned]]],
    [
      'ids as numbers and as text with zeros',
      () => [
        [file('d.csv', long(over(dense, { image_id: (at) => at })))],
        [file('p.csv', long(over(pruned, { image_id: (at) => String(at).padStart(4, '0') })))],
      ],
    ],
    [
      'ids as floats',
      () => [
        [file('d.csv', long(over(dense, { image_id: (at) => at })))],
        [file('p.csv', long(over(pruned, { image_id: (at) => at.toFixed(1) })))],
      ],
    ],
    [
      'ids with folders, and without types of files',
      () => [
        [file('d.csv', long(over(dense, { image_id: (at) => `val/x/${id(at)}` })))],
        [file('p.csv', long(over(pruned, { image_id: (at) => id(at).slice(0, -4) })))],
      ],
    ],
    [
      'labels in the second file alone',
      () => {
        const { label: _, ...bare } = dense;
        return [[file('d.csv', long(bare))], [file('p.csv', long(over(pruned, { label })))]];
      },
    ],
    [
      'labels in a file of their own',
      () => {
        const { label: _, ...bare } = dense;
        return [
          [file('d.csv', long(bare))],
          [plainPruned],
          file('l.csv', wide({ filename: image, y: label }, { order: shuffled })),
        ];
      },
    ],
    ['a wide table of both populations', () => [[both], [both]]],
    ['a column population', () => [[inOne], [inOne]]],
    [
      'equal names of files in two folders',
      () => [
        [0, 1, 2].map((k) => file(`dense/seed${k}.csv`, network('dense', k))),
        [0, 1, 2].map((k) => file(`pruned/seed${k}.csv`, network('pruned', k, shuffled))),
      ],
    ],
    [
      'parts of images by file',
      () => [
        [0, 1].map((part) =>
          file(`d/part-${part}.csv`, long(dense, { order: all.filter((at) => at % 2 === part) })),
        ),
        [plainPruned],
      ],
    ],
    [
      'folders of a hive: a network a folder, in parts',
      () => [
        [0, 1, 2].flatMap((k) =>
          [0, 1].map((part) =>
            file(
              `d/model=m${k}/part-${part}.csv`,
              network(
                'dense',
                k,
                all.filter((at) => at % 2 === part),
              ),
            ),
          ),
        ),
        [plainPruned],
      ],
    ],
    [
      'a row a network, a column an image',
      () => [
        [
          file(
            'd.csv',
            `model,${all.map(id).join(',')}\n${['label', 0, 1, 2]
              .map((k) =>
                [
                  k === 'label' ? k : `m${k}`,
                  ...all.map((at) => (k === 'label' ? truth[at] : said('dense', Number(k), at))),
                ].join(','),
              )
              .join('\n')}\n`,
          ),
        ],
        [file('p.csv', long(pruned, { order: shuffled }))],
      ],
    ],
    [
      'a confidence that the class columns beside it do not change',
      () => [
        [
          file(
            'd.csv',
            long(over(dense, { confidence: () => '0.5', prob_cat: () => 0.1, prob_dog: () => 0.9 })),
          ),
        ],
        [plainPruned],
      ],
    ],
    ['gzip', () => [[file('d.csv.gz', new Uint8Array(gzipSync(plainDense.bytes)))], [plainPruned]]],
    [
      'arrays of names',
      () => [
        [
          file(
            'd.npz',
            writeNpz({
              image_ids: { shape: [IMAGES], values: all.map(id) },
              labels: { shape: [IMAGES], values: truth.map((at) => CLASSES[at]) },
              dense: {
                shape: [3, IMAGES],
                values: [0, 1, 2].flatMap((k) => all.map((at) => CLASSES[said('dense', k, at)])),
              },
            }),
          ),
        ],
        [file('p.csv', long(over(pruned, { prediction: (at, k) => CLASSES[said('pruned', k, at)] })))],
      ],
    ],
  ];

  test.each(rows)('%s', async (name, files) => {
    const found = await read(...(await files()));
    const expected = await read([plainDense], [plainPruned]);
    // Names stand in another order than numbers.
    const place = name === 'arrays of names' ? CLASSES.map((each) => found.classNames.indexOf(each)) : null;
    expect(core(found)).toEqual(core(expected).map((row) => row.map((each) => place?.[each] ?? each)));
  });

  const named = (names: (index: number) => string) =>
    file('p.csv', long(over(pruned, { prediction: (at, k) => names(said('pruned', k, at)) })));
  const namedDense = (names: (index: number) => string) =>
    file(
      'd.csv',
      long({
        ...dense,
        prediction: (at, k) => names(said('dense', k, at)),
        label: (at) => names(truth[at]),
      }),
    );
  test.each<[string, (index: number) => string, (index: number) => string]>([
    ['padding', (at) => CLASSES[at], (at) => `"${CLASSES[at].padEnd(12)}"`],
    ['decomposed letters', (at) => CLASSES[at], (at) => CLASSES[at].normalize('NFD')],
    ['capitals', (at) => CLASSES[at], (at) => CLASSES[at].toUpperCase()],
    ['separators', (at) => CLASSES[at], (at) => CLASSES[at].replace(' ', '_')],
    ['3 and 3.0', String, (at) => `${at}.0`],
    ['3 and 03', String, (at) => `0${at}`],
  ])('classes that differ in %s are made equal', async (_, first, second) => {
    const found = await read([namedDense(first)], [named(second)]);
    expect(core(found)).toEqual(core(await read([namedDense(first)], [named(first)])));
    expect(found.classNames).toHaveLength(5);
  });

  test.each([
    ['True and TRUE', 'TRUE', 'FALSE'],
    ['True and true', 'true', 'false'],
    ['True and 1', '1', '0'],
  ])('%s', async (_, yes, no) => {
    const truths = (t: string, f: string) => (index: number) => (index > 2 ? t : f);
    const found = await read([namedDense(truths('True', 'False'))], [named(truths(yes, no))]);
    expect(found.classNames).toEqual(['False', 'True']);
    expect(found.notes.join()).toContain('made equal');
  });

  test('confidences in percent, with decimal commas, and plain are the same', async () => {
    const sure = async (cell: string, sep = ',') => {
      const { predictions } = await read(
        [file('d.csv', long(over(dense, { confidence: () => cell }), { sep }))],
        [plainPruned],
      );
      return predictions[0].pPrediction?.[7];
    };
    expect(await sure('0.875')).toBe(0.875);
    expect(await sure('0,875', ';')).toBe(0.875);
    expect(await sure('87.5%')).toBe(0.875);
    expect(await sure('"87,5 %"')).toBe(0.875);
  });

  test('the k likeliest classes of one network are one network', async () => {
    const top = Object.fromEntries(
      [0, 1, 2].map((rank) => [`index_${rank}`, (at: number) => (said('dense', 0, at) + rank) % 5]),
    );
    const shares = Object.fromEntries([0, 1, 2].map((rank) => [`prob_${rank}`, () => [0.6, 0.3, 0.1][rank]]));
    const timm = file('d.csv', wide({ filename: image, ...top, ...shares }));
    const { predictions } = await read([timm], [file('p.csv', network('pruned', 0))]);
    expect(predictions[0].members).toEqual(['d']);
    expect([...predictions[0].labels]).toEqual(all.map((at) => said('dense', 0, at)));
    expect(predictions[0].pPrediction?.[0]).toBeCloseTo(0.6, 6);
  });

  test('without ids images are paired by row, and it is said', async () => {
    const { image_id: _, ...bareDense } = dense;
    const { image_id: __, ...barePruned } = pruned;
    const found = await read([file('d.csv', long(bareDense))], [file('p.csv', long(barePruned))]);
    expect(core(found)).toEqual(core(await read([plainDense], [plainPruned])));
    expect(found.notes.join()).toContain(
      'Caution: d.csv, p.csv have no ids of images: images are paired by row',
    );
  });

  test('row numbers that run on over the networks are no ids', async () => {
    const { image_id: _, ...bare } = dense;
    const running = file('d.csv', long({ '': (at, k) => k * IMAGES + at, ...bare }));
    const found = await read([running], [running]);
    expect(found.imageIds).toHaveLength(IMAGES);
  });
});
