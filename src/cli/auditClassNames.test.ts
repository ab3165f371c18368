import { describe, expect, test } from 'vitest';
import { predictionsToParquet } from '../formats/writing/writePredictions';
import { folderOf } from './testing';
import { auditOf, DENSE, files, pair, TRUTH } from './workedExample';

describe('class names and files of lacuna audit --json', () => {
  test('the order of rows changes nothing', () => {
    expect(auditOf('--dense', files('dense.csv'), '--compressed', files('shuffled.csv'))).toEqual(
      auditOf(...pair),
    );
  });

  test('gives ids and class names as the files do', () => {
    const findings = auditOf(
      '--dense',
      files('dense-named.csv'),
      '--compressed',
      files('compressed-named.csv'),
    );
    expect(findings.pies.imageIds).toEqual(['img-0', 'img-1', 'img-3']);
    expect(findings.classImpact.map((impact: { class: string }) => impact.class)).toEqual(['a', 'b']);
  });

  test('a class file decides the order, and so a tie', () => {
    const backwards = [
      '--dense',
      files('dense-backwards.csv'),
      '--compressed',
      files('compressed-backwards.csv'),
    ];
    const ordered = auditOf(...backwards, '--classes', files('classes-backwards.txt'));
    expect(ordered.classImpact.map((impact: { class: string }) => impact.class)).toEqual(['b', 'a']);
    const even = ['--dense', files('dense-even.csv'), '--compressed', files('compressed.csv')];
    const largest = auditOf(...even);
    const smallest = auditOf(...even, '--ties', 'smallest');
    expect(largest.pies).toMatchObject({ imageIds: [0, 1, 3], ties: 2 });
    expect(smallest.pies).toMatchObject({ imageIds: [0], ties: 2 });
  });

  test('names indices by a class file', () => {
    const { classImpact } = auditOf(...pair, '--classes', files('classes.txt'));
    expect(classImpact[1]).toMatchObject({ class: 1, name: 'b' });
  });

  test('takes labels from a file of their own', () => {
    expect(
      auditOf(
        '--dense',
        files('unlabelled.csv'),
        '--compressed',
        files('unlabelled-compressed.csv'),
        '--labels',
        files('labels.csv'),
      ),
    ).toEqual(auditOf(...pair));
  });

  test('reads Parquet, beside CSV', async () => {
    const labels = Uint16Array.from(DENSE.flat());
    const parquet = await predictionsToParquet(
      { members: ['k0', 'k1', 'k2'], images: 4, classes: 2, labels },
      Uint16Array.from(TRUTH),
    );
    const at = folderOf({ 'dense.parquet': parquet });
    expect(auditOf('--dense', at('dense.parquet'), '--compressed', files('compressed.csv'))).toEqual(
      auditOf(...pair),
    );
  });
});
