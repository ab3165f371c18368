import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { Predictions } from '../../audit/predictions';
import { scanCsv } from '../csv/csv';
import { writeParquet } from '../parquet/parquet';
import { previewTable } from '../tables/tablePreview';
import { scoreColumns, scoresToCsv } from './writeScores';

const truth = Uint16Array.of(0, 1, 2);
const population = (labels: number[], extra: Partial<Predictions> = {}): Predictions => ({
  members: ['a', 'b', 'c'],
  images: 3,
  classes: 3,
  labels: Uint16Array.from(labels),
  ...extra,
});
const dense = population([0, 1, 2, 0, 1, 2, 0, 2, 2], {
  pLabel: Float32Array.of(0.5, 1, 1, 0.5, 1, 1, 0.25, 0, 1),
});
const compressed = population([0, 1, 1, 0, 2, 1, 0, 1, 2]);
const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 0, paired: false });
const naming = { imageIds: ['x', 'y "2"', 9], classNames: ['shirt, short', 'b', 'c'] };

test('a row an image: labels by name, margins, distance, outcome, and what confidences there are', () => {
  expect(scoresToCsv(scoreColumns(findings, truth, { dense, compressed }, naming))).toBe(
    [
      'image_id,label,modal_dense,modal_compressed,vote_margin_dense,vote_margin_compressed,' +
        'taxicab,is_pie,outcome,mean_p_label_dense',
      'x,"shirt, short","shirt, short","shirt, short",3,3,0,0,,0.416666657',
      '"y ""2""",b,b,b,1,1,0,0,,0.666666687',
      '9,c,c,b,3,1,0.666666687,1,forgotten,1',
      '',
    ].join('\n'),
  );
});

test('the PIEs alone, and the same as Parquet', async () => {
  const pies = scoreColumns(findings, truth, { dense, compressed }, naming, 'pies');
  const csv = new TextEncoder().encode(scoresToCsv(pies)) as Uint8Array<ArrayBuffer>;
  expect(scanCsv(csv, 'pies.csv', (header) => header.map(() => null))).toBe(1);
  const { header, rows } = await previewTable(await writeParquet(pies), 'pies.parquet');
  const fromCsv = await previewTable(csv, 'pies.csv');
  expect(header).toEqual(fromCsv.header);
  expect(rows[0].slice(0, 6)).toEqual(fromCsv.rows[0].slice(0, 6));
});
