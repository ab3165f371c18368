import { describe, expect, test } from 'vitest';
import {
  all,
  CLASSES,
  dense,
  file,
  id,
  image,
  label,
  long,
  over,
  plainDense,
  plainPruned,
  pruned,
  read,
  said,
  truth,
  utf8,
  wide,
} from '../testing/forms';
import { refusal, SENTENCE } from '../testing/sentence';

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
      "timm's results.csv",
      [
        [file('d.csv', 'model,top1,top1_err,param_count\nvit,85.1,14.9,86.6\nresnet,80.1,19.9,25.6\n')],
        [plainPruned],
      ],
      "got the accuracy of each network in a row of its own (top1, top1_err), as timm's results.csv; save " +
        'what',
    ],
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
      'd/part-1.csv: expected other images of network m0 than in d/part-0.csv, or all the same ones, got ' +
        'some of each: image img_010.png',
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
        [
          'img_000.png,4,1,4',
          ...all.map((at) => `${id(at)},${truth[at]},${said('dense', 1, at)},${truth[at]}`),
          '',
        ].join('\n'),
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
      'w.csv: expected to know which networks are dense, got the populations a, b; say which with ' +
        '--population dense=NAME.',
    );
  });
});
