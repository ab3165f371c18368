import { describe, expect, test } from 'vitest';
import { all, CLASSES, core, file, id, label, long, read, said, truth, wide } from '../testing/forms';
import { refusal } from '../testing/sentence';

type Side = 'dense' | 'pruned';
type Columns = Record<string, (image: number) => unknown>;
const shuffled = all.map((at) => (at * 7) % all.length);
const NETWORKS = ['net_0', 'net_1', 'net_2'];
const right = (side: Side, k: number, at: number) => said(side, k, at) === truth[at];

/** Both sides, a column a network, and what `more` adds; the second in another order. */
async function sides(more: (side: Side) => Columns, ids: Columns = { image_id: id }) {
  const one = (side: Side, order: number[]) =>
    file(
      `${side}.csv`,
      wide(
        {
          ...ids,
          label,
          ...Object.fromEntries(NETWORKS.map((name, k) => [name, (at: number) => said(side, k, at)])),
          ...more(side),
        },
        { order },
      ),
    );
  return read([one('dense', all)], [one('pruned', shuffled)]);
}
const each =
  (name: (network: string) => string, of: (side: Side, k: number, at: number) => unknown) => (s: Side) =>
    Object.fromEntries(NETWORKS.map((network, k) => [name(network), (at: number) => of(s, k, at)]));

describe('columns beside networks that are none', () => {
  test.each<[string, (side: Side) => Columns]>([
    [
      'whether each was right, 1 or 0',
      each(
        (n) => `${n}_correct`,
        (s, k, at) => Number(right(s, k, at)),
      ),
    ],
    [
      'in words',
      each(
        (n) => `${n}_correct`,
        (s, k, at) => (right(s, k, at) ? 'True' : 'False'),
      ),
    ],
    [
      'before the name',
      each(
        (n) => `correct_${n}`,
        (s, k, at) => Number(right(s, k, at)),
      ),
    ],
    [
      'by a word nobody lists',
      each(
        (n) => `${n}_zonk`,
        (s, k, at) => Number(right(s, k, at)),
      ),
    ],
    [
      'the second class',
      each(
        (n) => `${n}_next`,
        (s, k, at) => (said(s, k, at) + 1) % 5,
      ),
    ],
    [
      'the further classes',
      each(
        (n) => `${n}_top_2`,
        (s, k, at) => (said(s, k, at) + 1) % 5,
      ),
    ],
    [
      'names of the classes',
      each(
        (n) => `${n}_name`,
        (s, k, at) => CLASSES[said(s, k, at)],
      ),
    ],
    [
      'the label again',
      each(
        (n) => `${n}_label`,
        (_, __, at) => truth[at],
      ),
    ],
    ['one more column of labels', () => ({ class: label })],
    ['labels by another name', () => ({ gt_idx: label, coarse_label: (at) => truth[at] >> 1 })],
    ['what people said', () => ({ human_label: (at) => (at % 9 ? truth[at] : 0) })],
    [
      'several people',
      () =>
        Object.fromEntries([0, 1].map((k) => [`annotator_${k}`, (at: number) => (at % 9 ? truth[at] : k)])),
    ],
    ['the vote of all', (s) => ({ majority: (at) => said(s, 0, at), dense_mode: (at) => said(s, 0, at) })],
    ['how many agree', () => ({ net_agree: (at) => at % 4, n_correct: (at) => at % 3 })],
    ['whole numbers of an image', () => ({ hardness: (at) => (at * 11) % 4, epoch: () => 3, zoom: () => 1 })],
    [
      'numbered attributes',
      () => Object.fromEntries([0, 1, 2].map((k) => [`trait_${k}`, (at: number) => (at >> k) % 2])),
    ],
  ])('%s', async (_, more) => {
    const plain = await sides(() => ({}));
    const own = await sides(more);
    expect(own.predictions.map(({ members }) => members)).toEqual([NETWORKS, NETWORKS]);
    expect(core(own)).toEqual(core(plain));
  });

  test('networks called as others are with a word behind stay, where they are like them', async () => {
    const own = await sides(
      each(
        (n) => `${n}_tuned`,
        (s, k, at) => said(s, k, at),
      ),
    );
    expect(own.predictions[0].members.length).toBe(6);
  });

  test('without labels, columns are compared with the networks', async () => {
    const table = (more: Columns) =>
      wide({
        image_id: id,
        ...Object.fromEntries(NETWORKS.map((n, k) => [n, (at: number) => said('dense', k, at)])),
        ...more,
      });
    const traits = { trait_0: (at: number) => at % 2, trait_1: (at: number) => (at >> 1) % 2 };
    const own = await read([file('d.csv', table(traits))], [file('p.csv', table({ label }))]);
    expect(own.predictions[0].members).toEqual(NETWORKS);
  });

  test.each([
    ['n', ['n0', 'n1', 'n2']],
    ['epochs', ['epoch_10', 'epoch_20', 'epoch_90']],
    ['steps', ['step1000', 'step2000']],
  ])('networks that %s number stay', async (_, names) => {
    const one = (side: Side) =>
      file(
        `${side}.csv`,
        wide({
          image_id: id,
          label,
          ...Object.fromEntries(names.map((name, k) => [name, (at: number) => said(side, k, at)])),
          n: () => names.length,
        }),
      );
    const own = await read([one('dense')], [one('pruned')]);
    expect(own.predictions.map(({ members }) => members.length)).toEqual([names.length, names.length]);
  });

  test.each([
    ['with a word for predictions', ['a_pred', 'b_pred', 'pred_c']],
    ['called after architectures', ['resnet18', 'vgg16_bn', 'mobilenet_v2']],
    ['with more words behind', ['net_0', 'net_0_ema', 'net_1']],
  ])('networks %s stay, in files without labels and sorted by class too', async (_, names) => {
    const order = [...all].sort((a, b) => truth[a] - truth[b]);
    const one = (side: Side, more: Columns) =>
      file(
        `${side}.csv`,
        wide(
          {
            image_id: id,
            ...more,
            ...Object.fromEntries(names.map((name, k) => [name, (at: number) => said(side, k, at)])),
          },
          { order },
        ),
      );
    const own = await read([one('dense', { label })], [one('pruned', {})]);
    expect(own.predictions.map(({ members }) => [...members].sort())).toEqual(
      [names, names].map((each) => [...each].sort()),
    );
  });

  test('two likeliest classes that never agree are those of one network', async () => {
    const one = (side: Side) =>
      file(
        `${side}.csv`,
        wide({
          image_id: id,
          label,
          pred1: (at) => said(side, 0, at),
          pred2: (at) => (said(side, 0, at) + 1) % 5,
        }),
      );
    const own = await read([one('dense')], [one('pruned')]);
    expect(own.predictions.map(({ members }) => members.length)).toEqual([1, 1]);
  });
});

describe('ids by other names', () => {
  const number = (at: number) => 1000 + ((at * 11) % all.length) * 7;
  test.each([
    ...[
      'imageId',
      'ImageID',
      'imageid',
      'Image ID',
      'img_name',
      'sample_idx',
      'test_index',
      'row_id',
      'rowname',
    ],
    ...['rn', 'uuid', 'url', 'frame', 'image_ids', 'fname'],
  ])('whole numbers called %s', async (name) => {
    const plain = await sides(() => ({}));
    const own = await sides(() => ({}), { [name]: number });
    const order = [...all].sort((a, b) => number(a) - number(b));
    expect([...own.truth]).toEqual(order.map((at) => plain.truth[at]));
    const [dense] = own.predictions;
    expect([...dense.labels.subarray(0, all.length)]).toEqual(order.map((at) => said('dense', 0, at)));
  });

  test('an index that numbers the rows gives way to names of files', async () => {
    const plain = await sides(() => ({}));
    let row = 0;
    for (const index of ['', 'index', 'Unnamed: 0']) {
      const own = await sides(() => ({}), {
        [index]: (at) => {
          row = at === 0 ? 0 : row + 1;
          return row;
        },
        fname: id,
      });
      expect(core(own)).toEqual(core(plain));
    }
  });

  test('names of columns in one word', async () => {
    const cells = (side: Side) => ({
      'Image ID': (at: number) => number(at),
      modelName: (_: number, k: number) => `m${k}`,
      PredictedClass: (at: number, k: number) => said(side, k, at),
      trueLabel: label,
    });
    const own = await read(
      [file('d.csv', long(cells('dense')))],
      [file('p.csv', long(cells('pruned'), { order: shuffled }))],
    );
    expect(own.imageIds.slice(0, 2)).toEqual([1000, 1007]);
  });
});

describe('ids and classes that files write differently', () => {
  const pair = async (one: (at: number) => unknown, other: (at: number) => unknown) => {
    const table = (side: Side, own: (at: number) => unknown, order: number[]) =>
      file(`${side}.csv`, wide({ image_id: own, label, resnet: (at) => said(side, 0, at) }, { order }));
    return read([table('dense', one, all)], [table('pruned', other, shuffled)]);
  };
  const path = (root: string, at: number) => `${root}/${CLASSES[truth[at]]}/${Math.floor(at / 5)}.png`;
  test.each<[string, (at: number) => unknown, (at: number) => unknown]>([
    ['roots of folders', (at) => path('/data/a', at), (at) => path('val', at)],
    ['a dot before', (at) => path('./val', at), (at) => path('val', at)],
    ['backslashes', (at) => path('D:\\\\x\\val', at).replaceAll('/', '\\'), (at) => path('/y', at)],
    ['capitals', (at) => `IMG_${at}.PNG`, (at) => `img_${at}.png`],
    ['tensors', (at) => `tensor(${at})`, (at) => at],
    ['bytes', (at) => `b'img_${at}'`, (at) => `img_${at}`],
    ['paths of Python', (at) => `PosixPath('val/${at}.png')`, (at) => `val/${at}.png`],
  ])('%s', async (_, one, other) => {
    const own = await pair(one, other);
    const first = own.imageIds.map((value) => all.find((at) => `${one(at)}` === `${value}`)!);
    expect([...own.truth]).toEqual(first.map((at) => truth[at]));
    expect([...own.predictions[1].labels]).toEqual(first.map((at) => said('pruned', 0, at)));
    expect(own.notes.some((note) => note.startsWith('Ids of images were compared '))).toBe(true);
  });

  test('a network that writes classes unlike all others is refused, with its name', async () => {
    const other = (of: (value: number) => unknown) =>
      refusal(() =>
        sides((side): Columns => (side === 'dense' ? {} : { net_3: (at: number) => of(said(side, 1, at)) })),
      );
    expect(await other((value) => value + 1)).toContain('predictions of model net_3');
    expect(await other((value) => CLASSES[value].toUpperCase())).toContain('alone from model net_3');
  });
});
