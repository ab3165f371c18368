import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hardToRead } from '../text/reading';
import { paragraphsOf } from '../text/testing';
import { folderOf, lacuna } from './testing';

test('a report of a zoo stands alone: pictures, charts, styles inside, no script, only links', () => {
  const path = folderOf({});
  const out = path('report.html');
  const args = ['--variant', 'sparse', '--sparsity', '0.9', '--members', '4', '--images', '500'];
  const { code, stderr } = lacuna(
    'report',
    '--zoo',
    'fashion-mnist',
    ...args,
    '--exemplars',
    '5',
    '--out',
    out,
  );
  expect(stderr).toMatch(/report\.html: \d+ PIEs of 500 images, 5 of them shown\./);
  expect(code).toBe(0);
  const html = readFileSync(out, 'utf8');
  expect(html.match(/<img src="data:image\/png;base64,[A-Za-z0-9+/=]+"/g)).toHaveLength(5);
  expect(html).toContain('90% removed in training');
  // Every paragraph and every line of a list is plain, but for captions of images and sources.
  const texts = paragraphsOf(html.replace(/<ol class="exemplars">.*?<\/ol>|<h2>Sources.*/gs, ''));
  expect(texts.length).toBeGreaterThan(15);
  expect(texts.flatMap(hardToRead)).toEqual([]);
  expect(html).toContain('--forgotten:');
  expect(html).toContain('.bar-flagged');
  expect(html.match(/<svg class="chart"/g)?.length).toBeGreaterThan(10);
  expect(html).not.toMatch(/<script|<link|@import|url\(|\ssrc="(?!data:)/);
  expect(html).not.toMatch(/NaN|undefined|\[object/);
});

test('a report of images that may not be published says what answers are of, and shows none', () => {
  const out = folderOf({})('report.html');
  const args = ['--variant', 'sparse', '--sparsity', '0.9', '--members', '2', '--images', '200'];
  const { code, stderr } = lacuna('report', '--zoo', 'cifar-10', ...args, '--exemplars', '5', '--out', out);
  expect(`${code} ${stderr}`).toMatch(/^0 .*report\.html: \d+ PIEs of 200 images, 5 of them shown\./);
  const html = readFileSync(out, 'utf8');
  expect(html).toContain('what PyTorch says of JPEG copies of the test images');
  expect(html).not.toContain('<img');
});

test('a report of files escapes what they call things', () => {
  const evil = '<script>alert(1)</script>';
  const rows = (model: string, wrong: string) =>
    ['x', 'y']
      .flatMap((id) => [0, 1].map((k) => `"""><img src=x> ${id}",${model}${k},${id === 'x' ? wrong : 'b'},b`))
      .join('\n');
  const head = 'image_id,model_id,prediction,label\n';
  const path = folderOf({ 'd.csv': `${head}${rows('d', 'b')}\n`, 'c.csv': `${head}${rows('c', evil)}\n` });
  const out = path('report.html');
  const { code, stderr } = lacuna(
    'report',
    '--dense',
    path('d.csv'),
    '--compressed',
    path('c.csv'),
    '--out',
    out,
  );
  expect(stderr).toContain('1 PIE of 2 images');
  expect(code).toBe(0);
  const html = readFileSync(out, 'utf8');
  expect(html).toContain('d.csv: every population known');
  expect(html).toMatch(/<th scope="row">Dense<\/th>.*<th scope="row">Compressed<\/th>/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).not.toMatch(/<script|<img/);
});

test('files count as pairs only when said so, whatever their models are called', () => {
  const rows = (wrong: string) =>
    [0, 1, 2]
      .flatMap((k) => ['x', 'y', 'z'].map((id) => `${id},${k},${id === 'x' ? wrong : 'b'},b`))
      .join('\n');
  const head = 'image_id,model_id,prediction,label\n';
  const path = folderOf({ 'd.csv': `${head}${rows('b')}\n`, 'c.csv': `${head}${rows('a')}\n` });
  const report = (...more: string[]) => {
    const files = ['--dense', path('d.csv'), '--compressed', path('c.csv')];
    const { stderr } = lacuna('report', ...files, ...more, '--out', path('report.html'));
    return { stderr, html: readFileSync(path('report.html'), 'utf8') };
  };
  const alone = report('--margin', '0.35');
  expect(alone.html).toContain('As good as retraining alone within 35%');
  expect(alone.html).toContain('tests put the count within 35% of the mean');
  expect(alone.stderr).toContain('if they are the same training runs, add --paired.');
  expect(alone.html).not.toContain('within one network');
  const paired = report('--paired');
  expect(paired.stderr).not.toContain('--paired');
  expect(paired.html).toContain('Answers that change within one network: 33.3%');
  expect(report('--paired', '--margin', '0.35').stderr).toContain('Expected --margin without --paired');
});

test('files and a zoo are not mixed', () => {
  const { stderr } = lacuna('report', '--zoo', 'fashion-mnist', '--dense', 'd.csv', '--out', 'r.html');
  expect(stderr).toBe('Expected --zoo or --dense and --compressed, got --dense with --zoo.\n');
});
