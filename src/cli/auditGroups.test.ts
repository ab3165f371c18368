import { describe, expect, test } from 'vitest';
import { folderOf, lacuna } from './testing';
import { auditOf, files, pair } from './workedExample';

describe('groups of images and classes in lacuna audit --json', () => {
  test('PIEs by training images, given as counts, as a table or as a zoo', () => {
    const { longTail } = auditOf(...pair, '--training', '30,10');
    expect(longTail).toMatchObject({ balanced: false, parts: [], draws: 1000, seed: 0 });
    const [often, rarely] = longTail.classes;
    expect(often).toMatchObject({ class: 0, training: 30, trainingShare: 0.75, images: 2, pies: 2 });
    expect(often.overImages.value).toBeCloseTo(4 / 3, 12);
    expect(rarely.overTraining.value).toBeCloseTo(4 / 3, 12);
    expect(longTail.accuracy.change.value).toBeCloseTo(-25, 10);
    const table = folderOf({ 'training.csv': 'class,count\n1,10\n0,30\n' })('training.csv');
    expect(auditOf(...pair, '--training', table).longTail).toEqual(longTail);
    const { longTail: even } = auditOf(...pair, '--training', 'fashion-mnist');
    expect(even.classes.map(({ training }: { training: number }) => training)).toEqual([6000, 6000]);
    expect(even.balanced).toBe(true);
  });

  test.each([
    ['30', 'Expected --training to give 2 whole numbers above 0, one a class, got "30".'],
    ['nowhere.csv', 'nowhere.csv: expected a file that can be read, got no such file.'],
    [
      'nowhere',
      'Expected --training to name a zoo that is here, a folder with a manifest.json or the address ' +
        'of one, got',
    ],
  ])('refuses --training %s', (training, sentence) => {
    const { code, stderr } = lacuna('audit', ...pair, '--json', '--training', training);
    expect(code).toBe(sentence.startsWith('Expected') ? 2 : 1);
    expect(stderr).toContain(sentence);
  });

  test('refuses a balanced pair that is not whole', () => {
    const half = ['--training', '30,10', '--balanced-dense', files('dense.csv')];
    const { code, stderr } = lacuna('audit', ...pair, '--json', ...half);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Expected --balanced-compressed with --balanced-dense, got none'),
    ]);
  });

  test('groups of images by attributes, alone and crossed', () => {
    const { subgroups, classSplit } = auditOf(
      ...pair,
      '--attributes',
      files('attributes.csv'),
      '--target',
      '1',
    );
    expect(classSplit).toMatchObject({ lose: 1, gain: 1, tested: 2, flagged: 0 });
    expect(subgroups.map(({ attributes }: { attributes: string[] }) => attributes)).toEqual([
      ['place'],
      ['light'],
      ['wide'],
      ['place', 'light'],
      ['place', 'wide'],
      ['light', 'wide'],
    ]);
    const [{ groups, target, model, comparisons }] = subgroups;
    expect({ target, comparisons }).toEqual({ target: 1, comparisons: 0 });
    expect(model.error).toMatchObject({ dense: { value: 0.25 }, compressed: { value: 0.5 } });
    const [inside] = groups;
    expect(inside).toMatchObject({ group: [{ name: 'in' }], images: 2, pies: 2 });
    expect(inside.overIndex.value).toBeCloseTo(4 / 3, 12);
    expect(inside.error.dense.value).toBeCloseTo(1 / 6, 12);
    expect(inside.error.compressed.value).toBeCloseTo(2 / 3, 12);
    expect(inside.error.normalised).toBeCloseTo(25, 10);
    expect(inside.falseNegative).toMatchObject({ images: 1 });
    expect(subgroups[1].groups.map(({ group }: { group: unknown[] }) => group)).toEqual([
      [{ name: 'lowest quarter', range: [0.1, 0.1] }],
      [{ name: 'second quarter', range: [0.2, 0.2] }],
      [{ name: 'third quarter', range: [0.5, 0.5] }],
      [{ name: 'highest quarter', range: [0.9, 0.9] }],
    ]);
  });

  test('groups of the first test images of a zoo', () => {
    const { subgroups } = auditOf(...pair, '--attributes', 'fashion-mnist');
    expect(subgroups).toHaveLength(6 + 15);
    const [byClass, byBrightness] = subgroups;
    expect(byClass.attributes).toEqual(['class']);
    // The first four test images: an ankle boot, a pullover and two pairs of trousers.
    expect(
      byClass.groups.map(({ group, images }: { group: [{ name: string }]; images: number }) => [
        group[0].name,
        images,
      ]),
    ).toEqual([
      ['Trouser', 2],
      ['Pullover', 1],
      ['Ankle boot', 1],
    ]);
    expect(byBrightness.attributes).toEqual(['brightness']);
    const named = ['--dense', files('dense-named.csv'), '--compressed', files('compressed-named.csv')];
    const { stderr } = lacuna('audit', ...named, '--json', '--attributes', 'fashion-mnist');
    expect(stderr).toContain(
      'Expected predictions of the first test images of fashion-mnist, image_id 0 to 9999,',
    );
  });

  test('a target that is no class, or without attributes', () => {
    const attributes = ['--attributes', files('attributes.csv')];
    const unknown = lacuna('audit', ...pair, '--json', ...attributes, '--target', '7');
    expect(unknown.stderr).toContain('Expected --target to be a class, such as 0, 1, got "7".');
    const alone = lacuna('audit', ...pair, '--json', '--target', '1');
    expect(alone.stderr).toContain('Expected --attributes with --target, got --target alone');
  });
});
