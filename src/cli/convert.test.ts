import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answersIn } from '../formats/parquet/parquet';
import { npyOf } from '../formats/testing/npyOf';
import { predictionsToParquet } from '../formats/writing/writePredictions';
import { folderOf, lacuna } from './testing';

const rows = [
  'b.png,m 1,cat,cat,0.875',
  'b.png,m2,dog,cat,0.625',
  'a.png,m 1,dog,dog,0.8125',
  'a.png,m2,dog,dog,0.6875',
];
const CSV = `image_id,model_id,prediction,label,p_prediction\n${rows.join('\n')}\n`;
/**
 * The same, as it is written: networks one after the other in natural order ("m" before "m "), images in
 * order.
 */
const HEADER = 'image_id,model_id,prediction,label,p_prediction';
const WRITTEN = `${[HEADER, rows[3], rows[1], rows[2], rows[0]].join('\n')}\n`;

describe('lacuna convert', () => {
  test('from CSV through every format and back to the same CSV', () => {
    const path = folderOf({ 'in.csv': CSV });
    const names = ['in.csv', 'a.parquet', 'b.npz', 'c.safetensors', 'd.npz', 'e.csv'];
    names.slice(1).forEach((name, place) => {
      const { code, stderr } = lacuna('convert', path(names[place]), path(name));
      expect(stderr).toContain('2 networks, 2 images, 2 classes');
      expect(code).toBe(0);
    });
    expect(readFileSync(path('e.csv'), 'utf8')).toBe(WRITTEN);
  });

  test('matrices and a vector of labels, each in an npy file of its own, are converted and audited', () => {
    const path = folderOf({
      'dense.npy': npyOf('|u1', '(2, 3)', [0, 1, 0, 0, 1, 0]),
      'compressed.npy': npyOf('|u1', '(2, 3)', [0, 0, 0, 0, 0, 0]),
      'labels.npy': npyOf('<i4', '(3,)', [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    });
    const labels = ['--labels', path('labels.npy')];
    expect(lacuna('convert', path('dense.npy'), path('o.csv'), ...labels).code).toBe(0);
    expect(readFileSync(path('o.csv'), 'utf8').split('\n').slice(0, 3)).toEqual([
      'image_id,model_id,prediction,label',
      '0,0,0,0',
      '1,0,1,1',
    ]);
    const files = ['--dense', path('dense.npy'), '--compressed', path('compressed.npy')];
    const { stdout, stderr } = lacuna('audit', ...files, ...labels, '--json');
    expect(stderr).toMatch(/^(?!.*expected)/);
    expect(JSON.parse(stdout).pies.imageIds).toEqual([1]);
  });

  test('who gave the answers goes through every format that has a place for it, and a bundle', async () => {
    const labels = Uint16Array.of(0, 1, 1, 1);
    const said = { members: ['a', 'b'], images: 2, classes: 2, labels };
    const answers = 'shipped with the zoo: what PyTorch says of JPEG copies of the test images';
    const called = { imageIds: [0, 1], classValues: ['cat', 'dog'], answers };
    const bytes = await predictionsToParquet(said, Uint16Array.of(0, 1), called);
    const path = folderOf({ 'a.parquet': bytes });
    const names = ['a.parquet', 'b.parquet', 'c.npz', 'd.safetensors', 'e.parquet'];
    names.slice(1).forEach((name, place) => {
      const { stderr } = lacuna('convert', path(names[place]), path(name));
      expect(stderr).toContain(`Answers: ${answers}.`);
      expect(stderr).not.toContain('is lost');
    });
    const lost = `who gave the answers has no place in .csv and is lost: ${answers}.`;
    expect(lacuna('convert', path('e.parquet'), path('f.csv')).stderr).toContain(lost);
    const both = ['--dense', path('e.parquet'), '--compressed', path('c.npz')];
    lacuna('audit', ...both, '--bundle', path('s.zip'), '--pies', path('pies.parquet'));
    lacuna('votes', ...both, '--out', path('v.npz'));
    const votes = lacuna('audit', '--votes', path('v.npz'), '--json', '--pies', path('pies.csv'));
    expect(JSON.parse(votes.stdout).answers).toBe(answers);
    expect(votes.stderr).toContain(`2 classes. Answers: ${answers}.`);
    expect(votes.stderr).toContain(lost);
    expect(await answersIn(readFileSync(path('pies.parquet')), 'pies.parquet')).toBe(answers);
    const { stderr } = lacuna('convert', path('s.zip'), path('g.csv'), '--population', 'dense');
    expect(stderr).toContain(lost);
  });

  test('says what is wrong in one sentence', () => {
    const unlabelled = 'image_id,model_id,prediction\n0,m,1\n1,m,0\n';
    const path = folderOf({
      'in.csv': CSV,
      'bare.csv': unlabelled,
      'labels.csv': 'image_id,label\n0,1\n1,1\n',
    });
    expect(lacuna('convert', path('in.csv')).stderr).toBe(
      'Expected two files, IN and OUT, before any option, got 1.\n',
    );
    expect(lacuna('convert', path('in.csv'), path('out.xlsx')).stderr).toContain(
      'Expected OUT to end in .csv',
    );
    expect(lacuna('convert', path('in.csv'), path('o.csv'), '--population', 'x').stderr).toContain(
      'expected --population to name one of predictions, got "x".',
    );
    expect(lacuna('convert', path('bare.csv'), path('o.csv')).stderr).toContain('expected the true labels');
    const { code } = lacuna('convert', path('bare.csv'), path('o.csv'), '--labels', path('labels.csv'));
    expect(code).toBe(0);
    expect(readFileSync(path('o.csv'), 'utf8')).toBe(
      'image_id,model_id,prediction,label\n0,m,1,1\n1,m,0,1\n',
    );
  });
});
