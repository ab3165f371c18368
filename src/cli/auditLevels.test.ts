import { describe, expect, test } from 'vitest';
import { expectedGroups } from '../audit/fixtures/groups';
import { expectedVersus } from '../audit/fixtures/versus';
import { folderOf, lacuna } from './testing';
import { auditOf, files, pair } from './workedExample';

/** Predictions in long form, with the true labels. */
function table(networks: number[][], truth: number[]): string {
  const rows = networks.flatMap((row, k) =>
    row.map((prediction, image) => `${image},k${k},${prediction},${truth[image]}\n`),
  );
  return `image_id,model_id,prediction,label\n${rows.join('')}`;
}

/** The most frequent answer to each image, the largest class of a tie. */
function modalOf(networks: number[][], classes: number): number[] {
  return networks[0].map((_, image) => {
    const votes = Array.from({ length: classes }, (_, label) =>
      networks.reduce((sum, row) => sum + (row[image] === label ? 1 : 0), 0),
    );
    return votes.lastIndexOf(Math.max(...votes));
  });
}

describe('lacuna audit --json --level', () => {
  const { truth, classes, dense, levels, expected } = expectedGroups.curves;
  const at = folderOf({
    'dense.csv': table(dense, truth),
    ...Object.fromEntries(levels.map((rows, level) => [`${level}.csv`, table(rows, truth)])),
  });
  const names = levels.map((_, level) => `level ${level}`);
  const named = names.flatMap((name, level) => ['--level', `${name}=${at(`${level}.csv`)}`]);
  const base = ['--dense', at('dense.csv'), '--compressed', at('4.csv')];

  test('classes over levels, as scipy has them, and sets of PIEs, as sets have them', () => {
    const found = auditOf(...base, ...named, '--null', at('0.csv'));
    const told = found.levels;
    expect(told.names).toEqual(names);
    const nameOf = (level: number | null) => (level === null ? null : names[level]);
    expect(told.firstFlagged.map(({ raw }: { raw: string }) => raw)).toEqual(expected.raw.map(nameOf));
    expect(told.firstFlagged.map(({ adjusted }: { adjusted: string }) => adjusted)).toEqual(
      expected.adjusted.map(nameOf),
    );
    expect(told.kinship.order).toHaveLength(classes);
    expect(told.kinship.critical).toBeCloseTo(expected.critical, 9);
    told.rows.forEach((row: typeof found, level: number) => {
      const { lose, gain, meanLoss } = expected.split[level];
      expect(row.classSplit).toMatchObject({ lose, gain, meanLoss: expect.closeTo(meanLoss ?? 0, 9) });
      expect(row.classSplit.intensification.value).toBeCloseTo(expected.intensification[level].value, 9);
    });
    // The last row is the audit of --compressed itself.
    const last = told.rows[4];
    expect(last).toMatchObject({
      top1: found.top1.compressed,
      accuracyChange: found.accuracyChange,
      flagged: { raw: found.flagged.raw, adjusted: found.flagged.adjusted },
      mismatch: found.mismatch.networks,
      floor: found.noiseFloor.pies,
      excess: found.noiseFloor.excess,
      flips: null,
      calibration: null,
    });
    expect(last.pies).toMatchObject({ count: found.pies.count, outcomes: found.pies.outcomes });
    expect(told.retrained).toEqual(found.classSplit.retrained);

    const modal = modalOf(dense, classes);
    const sets = levels.map(
      (rows) =>
        new Set(modalOf(rows, classes).flatMap((label, image) => (label === modal[image] ? [] : image))),
    );
    const some = new Set(sets.flatMap((set) => [...set]));
    const every = [...some].filter((image) => sets.every((set) => set.has(image))).length;
    expect(told.persistence).toMatchObject({ every, some: some.size });
    expect(told.persistence.levels[4]).toMatchObject({ name: 'level 4', staying: sets[4].size });
    expect(told.overlaps).toHaveLength(15);
    const overlap = told.overlaps.at(-1);
    expect(overlap).toMatchObject({ first: 'level 3', second: 'level 4' });
    expect(overlap.both).toBe([...sets[3]].filter((image) => sets[4].has(image)).length);
    // Retraining's population is the mildest level here.
    expect(told.overlaps[0]).toMatchObject({ first: 'retrained', second: 'level 0', jaccard: 1 });
    const inAll = told.intersections.find(({ of }: { of: string[] }) => of.length === 5);
    expect(inAll?.count ?? 0).toBe(every);
    expect(told.versus).toHaveLength(10);
  });

  test.each(expectedVersus.filter(({ name }) => name !== 'one of them of the dense networks'))(
    'two levels side by side, as scipy has them: $name',
    ({ truth: labels, dense: before, first, second, paired, baseline, expected: told }) => {
      const place = folderOf({
        'dense.csv': table(before, labels),
        'a.csv': table(first, labels),
        'b.csv': table(second, labels),
        'classes.txt': 'a\nb\nc\nd\n',
      });
      const { levels: found } = auditOf(
        '--dense',
        place('dense.csv'),
        '--compressed',
        place('b.csv'),
        '--classes',
        place('classes.txt'),
        '--baseline',
        baseline,
        ...['a', 'b'].flatMap((name) => ['--level', `${name}=${place(`${name}.csv`)}`]),
        ...(paired ? ['--paired'] : []),
      );
      const [versus] = found.versus;
      expect(versus).toMatchObject({ first: 'a', second: 'b', paired });
      expect(versus.top1.value).toBeCloseTo(told.top1.value, 9);
      told.classes.forEach((wanted, label) => {
        const near = (value: number) => expect.closeTo(value, 9);
        expect(versus.classes[label]).toMatchObject(
          wanted
            ? { apart: near(wanted.apart), p: near(wanted.p), pAdjusted: near(wanted.pAdjusted) }
            : { apart: null, p: null },
        );
      });
      expect(found.rows[0].flips === null).toBe(!paired);
    },
  );

  test('one level alone has no pair', () => {
    const { levels: found } = auditOf(...pair, '--level', `only=${files('compressed.csv')}`);
    expect(found).toMatchObject({ names: ['only'], versus: [], overlaps: [], retrained: null });
    expect(found.rows[0].pies.count).toBe(3);
    expect(found.intersections).toEqual([{ of: ['only'], count: 3 }]);
  });

  test.each([
    ['without a name', ['--json', '--level', 'x.csv'], 'Expected --level to be NAME=FILE, got "x.csv".'],
    [
      'twice by one name',
      ['--json', '--level=a=x.csv', '--level', 'a=y.csv'],
      'Expected --level with names of their own, got "a" twice.',
    ],
    ['without --json', ['--level', 'a=x.csv'], 'Expected --json with --level, got --level alone'],
    ['without a value', ['--json', '--level', '--paired'], 'Expected a value after --level, got the option'],
    ['without a value at the end', ['--json', '--level'], 'Expected a value after --level, got nothing.'],
    [
      'of a file that is not there',
      ['--json', '--level', 'a=nowhere.csv'],
      'nowhere.csv: expected a file that can be read, got no such file.',
    ],
  ])('a level %s is refused in a sentence', (_, args, sentence) => {
    const { code, stderr } = lacuna('audit', ...pair, ...args);
    expect(code).toBe(sentence.startsWith('Expected') ? 2 : 1);
    expect(stderr).toContain(sentence);
  });

  test('a bundle has no levels', () => {
    const { stderr } = lacuna('audit', 'some.zip', '--json', '--level', 'a=x.csv');
    expect(stderr).toBe('Expected --level with files of predictions, got it with the bundle some.zip.\n');
  });
});

test('of many classes neither confusions nor kinship are listed', () => {
  const at = folderOf({
    'dense.csv': table([[0, 1, 2]], [0, 1, 2]),
    'compressed.csv': table([[0, 2, 2]], [0, 1, 2]),
    'classes.txt': Array.from({ length: 1001 }, (_, label) => `c${label}\n`).join(''),
    'some.txt': Array.from({ length: 201 }, (_, label) => `c${label}\n`).join(''),
  });
  const all = ['--dense', at('dense.csv'), '--compressed', at('compressed.csv')];
  const level = ['--level', `one=${at('compressed.csv')}`, '--classes'];
  const many = auditOf(...all, ...level, at('classes.txt'));
  expect(many.classImpact[1]).not.toHaveProperty('confusions');
  expect(many.levels.kinship).toBeNull();
  expect(auditOf(...all, ...level, at('some.txt')).classImpact[1]).not.toHaveProperty('confusions');
  const fewer = auditOf(...all, '--confusions', ...level, at('some.txt'));
  expect(fewer.classImpact[1].confusions).toEqual([{ class: 2, dense: 0, compressed: 1, difference: 1 }]);
  expect(fewer.levels.kinship).toBeNull();
});
