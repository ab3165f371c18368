// The same predictions in the many forms that people have them in: each gives what the plain form gives, or one sentence.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeNpz } from '../arrays/npz';
import { writeParquet } from '../parquet/parquet';
import { mergeTables } from '../tables/mergeTables';
import { refusal, SENTENCE } from '../testing/sentence';
import { choosePopulation } from './chosenPopulation';
import { readLabelFile } from './labelFile';
import { alignFiles } from './plausible';
import { readPredictionFile } from './predictionFile';

const IMAGES = 30;
const CLASSES = ['cat', 'dog', 'fire truck', 'bird', 'café'];
const truth = Array.from({ length: IMAGES }, (_, image) => image % 5);
/** What network k of a population says of an image: mostly the truth, the compressed ones less often. */
const said = (side: 'dense' | 'pruned', k: number, image: number) => {
  const wrong = side === 'dense' ? (image + k) % 7 === 0 : (image * 3 + k) % 4 === 0;
  return (truth[image] + (wrong ? 1 + k : 0)) % 5;
};
const id = (image: number) => `img_${String(image).padStart(3, '0')}.png`;
const all = Array.from({ length: IMAGES }, (_, image) => image);
/** Rows in another order. */
const shuffled = all.map((at) => (at * 7) % IMAGES);

type Cells = Record<string, (image: number, k: number) => unknown>;

/** A long table; `cells` gives a column each. */
function long(cells: Cells, { order = all, sep = ',', head = true } = {}): string {
  const names = Object.keys(cells);
  const rows = [0, 1, 2].flatMap((k) =>
    order.map((image) => names.map((name) => cells[name](image, k)).join(sep)),
  );
  return `${head ? `${names.join(sep)}\n` : ''}${rows.join('\n')}\n`;
}

/** A wide table of the columns. */
function wide(cells: Record<string, (image: number) => unknown>, { order = all, sep = ',' } = {}): string {
  const names = Object.keys(cells);
  return `${names.join(sep)}\n${order.map((image) => names.map((name) => cells[name](image)).join(sep)).join('\n')}\n`;
}

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
type File = { name: string; bytes: Uint8Array<ArrayBuffer> };
const file = (name: string, content: string | Uint8Array<ArrayBuffer>): File => ({
  name,
  bytes: typeof content === 'string' ? utf8(content) : content,
});

/** What the command line and the page do: files of two sides and of labels to matrices. */
async function read(dense: File[], compressed: File[], labels: File | null = null) {
  const notes: string[] = [];
  const isShared = dense[0] === compressed[0];
  const sides = [];
  for (const [role, files] of [
    ['dense', dense],
    ['compressed', compressed],
  ] as const) {
    const from = [];
    for (const { name, bytes } of files) {
      from.push({ file: name, populations: (await readPredictionFile(bytes, name)).populations });
    }
    const { parts } = choosePopulation(from, role, { wanted: null, isShared });
    sides.push(mergeTables(parts, files.length === 1 ? files[0].name : role));
  }
  const given = labels ? [(await readLabelFile(labels.bytes, labels.name)).labels] : [];
  const aligned = alignFiles(
    sides.map(({ table }) => table),
    [...given, ...sides.flatMap((side) => side.labels)],
    null,
    (note) => notes.push(note),
  );
  return { ...aligned, notes };
}

const image = (at: number) => id(at);
const model = (_: number, k: number) => `m${k}`;
const label = (at: number) => truth[at];
const dense: Cells = { image_id: image, model_id: model, prediction: (at, k) => said('dense', k, at), label };
const pruned: Cells = { image_id: image, model_id: model, prediction: (at, k) => said('pruned', k, at) };
const plainDense = file('dense.csv', long(dense));
const plainPruned = file('pruned.csv', long(pruned));

/** Predictions by network and image, and the truth, as names in the order of the images. */
function core({ predictions, truth: known }: Awaited<ReturnType<typeof read>>) {
  return [...predictions.map(({ labels }) => [...labels]), [...known]];
}

const renamed = (cells: Cells, names: Record<string, string>): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, of]) => [names[name] ?? name, of]));
const over = (cells: Cells, more: Cells): Cells => ({ ...cells, ...more });
const columns = (side: 'dense' | 'pruned') =>
  Object.fromEntries([0, 1, 2].map((k) => [`${side}_${k}`, (at: number) => said(side, k, at)]));
/** The first header is empty. */
const unnamed = (text: string, name: string) => text.replace(name, '');
const network = (side: 'dense' | 'pruned', k: number, order = all, first = 'image') =>
  wide({ [first]: image, target: label, prediction: (at) => said(side, k, at) }, { order });

const parquet = (side: 'dense' | 'pruned', names: { id: string }, order = all) =>
  writeParquet([
    { name: 'label', type: 'INT32', data: Int32Array.from(order, (at) => truth[at]) },
    ...[0, 1, 2].map((k) => ({
      name: `${side}_${k}`,
      type: 'INT32' as const,
      data: Int32Array.from(order, (at) => said(side, k, at)),
    })),
    { name: names.id, type: 'STRING', data: order.map(id) },
  ]);

const both = file(
  'wide.csv',
  wide({ path: image, label, ...columns('dense'), ...columns('pruned'), note: (at) => `n${at % 3}` }),
);
const population = (side: 'dense' | 'pruned') =>
  long({ population: () => side, ...renamed(dense, {}), prediction: (at, k) => said(side, k, at) });
const inOne = file('long.csv', population('dense') + population('pruned').split('\n').slice(1).join('\n'));

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

describe('forms that are refused in one sentence', () => {
  const { image_id: _, ...bare } = pruned;
  const denseNames = file(
    'dense.csv',
    long({
      ...dense,
      prediction: (at, k) => CLASSES[said('dense', k, at)],
      label: (at) => CLASSES[truth[at]],
    }),
  );
  const one = (at: number, k: number, other: string) => (at === 4 && k === 1 ? other : said('pruned', k, at));
  const withOne = (other: string) =>
    file('p.csv', long(over(pruned, { prediction: (at, k) => one(at, k, other) })));
  const rows: [string, Parameters<typeof read>, string][] = [
    [
      'a file with ids and one without',
      [[plainDense], [file('p.csv', long(bare))]],
      'p.csv: expected ids of images, as dense.csv has (such as img_000.png), got none',
    ],
    [
      'names against indices',
      [[denseNames], [plainPruned]],
      'pruned.csv: expected names of classes in column prediction, as dense.csv has',
    ],
    ...['NA', 'None', '<NA>', '#N/A', 'nan', 'NULL', 'N/A', 'null'].map(
      (word): [string, Parameters<typeof read>, string] => [
        `${word} as a class`,
        [[plainDense], [withOne(word)]],
        `column prediction, row 35, got "${word}", a missing value`,
      ],
    ),
    [
      'an index of 4 billion',
      [[plainDense], [withOne('4294967295')]],
      'row 35, got "4294967295", which is -1 without its sign',
    ],
    [
      '255 among ten classes',
      [[plainDense], [withOne('255')]],
      'row 35, got "255", which is -1 without its sign',
    ],
    ['-1 as a class', [[plainDense], [withOne('-1')]], 'row 35, got "-1"; a negative number'],
    [
      'labels of -1',
      [[file('d.csv', long(over(dense, { label: () => -1 })))], [plainPruned]],
      'd.csv: expected a class index or name in column label, row 1, got "-1"',
    ],
    [
      'names that no label has',
      [
        [denseNames],
        [file('p.csv', long(over(pruned, { prediction: (at, k) => `n0${said('pruned', k, at)}x` })))],
      ],
      'p.csv: expected classes by the names that the true labels of dense.csv have',
    ],
    ...[
      ['prob_0', 'prob_1', 'prob_2'],
      ['prob_cat', 'prob_dog', 'prob_owl'],
      ['class_0', 'class_1', 'class_2'],
    ].map((names): [string, Parameters<typeof read>, string] => [
      `scores ${names[0]} that are 0 or 1 at first`,
      [
        [
          file(
            'd.csv',
            wide({
              filename: image,
              label,
              ...Object.fromEntries(
                names.map((name, c) => [name, (at: number) => (truth[at] % 3 === c ? '1.0' : '0.0')]),
              ),
            }),
          ),
        ],
        [plainPruned],
      ],
      'd.csv: expected predicted classes, got what one network says of each class',
    ]),
    [
      'logits of every class',
      [
        [file('d.csv', wide({ filename: image, label, logit_0: (at) => at - 3.5, logit_1: (at) => at / 4 }))],
        [plainPruned],
      ],
      'got what one network says of each class (logit_0, logit_1)',
    ],
    [
      'NaN among confidences, early or late',
      [[file('d.csv', long(over(dense, { confidence: (at) => (at === 2 ? 'nan' : 0.5) })))], [plainPruned]],
      'd.csv: expected a probability from 0 to 1 in column confidence, row 3, got "nan".',
    ],
    [
      'percentages without a sign',
      [[file('d.csv', long(over(dense, { confidence: () => 87.5 })))], [plainPruned]],
      'row 1, got "87.5"; divide percentages by 100, or write them with %.',
    ],
    [
      'labels from 1',
      [[file('d.csv', long(over(dense, { label: (at) => truth[at] + 1 })))], [plainPruned]],
      'd.csv: expected labels that count classes as the predictions do, got labels that are one more',
    ],
    [
      'ranks from 1',
      [
        [
          file(
            'd.csv',
            long(over(dense, { rank_label: (at, k) => (said('dense', k, at) === truth[at] ? 1 : 3) })),
          ),
        ],
        [plainPruned],
      ],
      'd.csv: expected rank 0 where the prediction is the true label, got 1',
    ],
    [
      'parts that share some images',
      [
        [0, 1].map((part) =>
          file(`d/part-${part}.csv`, long(dense, { order: all.slice(part * 10, part * 10 + 20) })),
        ),
        [plainPruned],
      ],
      'd/part-1.csv: expected other images of network m0 than in d/part-0.csv, or all the same ones, got some of each: image img_010.png',
    ],
    [
      'parts without ids',
      [
        [0, 1].map((part) => file(`d/part-${part}.csv`, wide({ prediction: (at) => at % 3, label }))),
        [plainPruned],
      ],
      'd/part-0.csv: expected ids of images in a file that is a part of several, got none',
    ],
    [
      'rows without a header',
      [
        [file('d.csv', wide({ 'img.png': image, 4: label, 1: (at) => said('dense', 1, at), 3: label }))],
        [plainPruned],
      ],
      'd.csv: expected a column of predictions, or one a network',
    ],
    [
      'Feather',
      [[file('d.feather', 'ARROW1\0\0rest of it')], [plainPruned]],
      'got an Arrow file (Feather); convert it',
    ],
    ['JSON', [[file('d.json', '{"a": 1}')], [plainPruned]], 'got JSON; convert it'],
  ];

  test.each(rows)('%s', async (name, files, sentence) => {
    // Numbers in a header are put in order by JavaScript, not by the table.
    const [[first]] = files;
    if (name === 'rows without a header') {
      first.bytes = utf8(
        `img_000.png,4,1,4\n${all.map((at) => `${id(at)},${truth[at]},${said('dense', 1, at)},${truth[at]}`).join('\n')}\n`,
      );
    }
    const message = await refusal(() => read(...files));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });

  test('several populations of which none is called like the role', async () => {
    const shared = file(
      'w.csv',
      wide({ path: image, label, a_0: label, a_1: label, b_0: label, b_1: label }),
    );
    expect(await refusal(() => read([shared], [shared]))).toBe(
      'w.csv: expected to know which networks are dense, got the populations a, b; say which with --population dense=NAME.',
    );
  });
});
