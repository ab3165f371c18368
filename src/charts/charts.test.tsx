import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Band } from './Band';
import { BarAxis } from './BarAxis';
import { BarWithDot } from './BarWithDot';
import { ChartTable } from './ChartTable';
import { Curve } from './Curve';
import { DotStrip } from './DotStrip';
import { Figure } from './Figure';
import { FilterGrid } from './FilterGrid';
import { Histogram } from './Histogram';
import { IntervalMark } from './IntervalMark';
import { type DiagramRow, NetworkDiagram } from './NetworkDiagram';
import { ShareBars } from './ShareBars';

const domain: [number, number] = [-5, 2];

const layer = (name: string, words: string, inputs: number[], weights: number): DiagramRow => ({
  name,
  words,
  inputs,
  weights,
  shape: weights > 0 ? [8, 5, 4] : [8, 1, 1],
  multiplyAdds: 20 * weights,
  kept: weights > 0 ? Math.floor(weights / 4) : null,
});

/** A shortcut around a convolution. */
const shortcut: DiagramRow[] = [
  layer('stem', 'convolution 3 x 3, BatchNorm, ReLU', [-1], 216),
  layer('deep', 'convolution 3 x 3 that has a long name and is cut off', [0], 576),
  layer('#4', 'add, ReLU', [1, 0], 0),
];

const pictures: Record<string, ReactElement> = {
  'a network with a shortcut, pruned': (
    <NetworkDiagram
      input={{ words: 'image', shape: [3, 5, 4] }}
      rows={shortcut}
      label="four rows"
      width={640}
    />
  ),
  'a network in a narrow column, nothing removed': (
    <NetworkDiagram
      input={{ words: 'image', shape: [3, 5, 4] }}
      rows={shortcut.map((row) => ({ ...row, kept: null }))}
      label="four rows"
      width={320}
    />
  ),
  'a strip of ten networks': (
    <DotStrip positions={[10, 11, 12, 12.5, 13, 20, 21, 30, 31, 60]} across={50} ink="dense" />
  ),
  'a strip of one network, lying': (
    <DotStrip positions={[10]} across={5} ink="compressed" horizontal opacity={0.5} />
  ),
  'an empty strip': <DotStrip positions={[]} across={5} ink="compressed" />,
  'a mean with its interval': <IntervalMark mean={40} ends={[36, 44]} across={10} />,
  'a mean without an interval, lying': (
    <IntervalMark mean={40} ends={null} across={10} horizontal reach={6} />
  ),
  'a curve': (
    <Curve
      ink="forgotten"
      points={[
        [0, 10],
        [10.04, 20],
        [20, 5],
      ]}
      dashed
    />
  ),
  'an interval along a curve': (
    <Band
      ink="forgotten"
      places={[
        [0, 10, 5],
        [10, 8.26, 6],
        [20, 7, 7],
      ]}
    />
  ),
  'a flagged class': (
    <BarWithDot {...{ domain }} bar={-4} dot={-2.3} interval={[-3, -1.6]} flagged width={200} />
  ),
  'a class without a test': (
    <BarWithDot {...{ domain }} bar={1} dot={1.5} interval={null} flagged={false} width={200} />
  ),
  'a class without images': (
    <BarWithDot {...{ domain }} bar={null} dot={null} interval={null} flagged={false} width={200} />
  ),
  'the axis over classes': <BarAxis domain={domain} width={300} unit="points" />,
  'a histogram with one threshold': (
    <Histogram
      edges={[0, 0.1, 0.2, 0.3]}
      counts={[10, 6, 1]}
      removed={[10, 2, 0]}
      threshold={0.13}
      thresholdLabel="|w| ≤ 0.13 goes"
      axisLabel="|w|"
      label="Weights"
      width={300}
    />
  ),
  'a histogram without a threshold': (
    <Histogram
      edges={[0, 1, 2]}
      counts={[4, 2]}
      removed={[2, 1]}
      threshold={null}
      axisLabel="|w|"
      label="Weights"
      width={300}
    />
  ),
  'a histogram of nothing': (
    <Histogram
      edges={[]}
      counts={[]}
      removed={[]}
      threshold={null}
      axisLabel="|w|"
      label="Weights"
      width={300}
    />
  ),
  'weights left in layers': (
    <ShareBars
      shares={[
        { name: 'conv1', kept: 560, size: 800 },
        { name: 'head', kept: 0, size: 0 },
      ]}
      label="Left"
      width={400}
    />
  ),
  'filters with taps gone': (
    <FilterGrid
      values={Float32Array.of(1, -1, 0, 0.5, 0.25, 0, -2, 2)}
      mask={Uint8Array.of(1, 1, 0, 1, 1, 0, 1, 1)}
      filter={[2, 2]}
      extent={1}
      label="Filters"
      width={100}
    />
  ),
  'no filters': (
    <FilterGrid
      values={new Float32Array(0)}
      mask={null}
      filter={[5, 5]}
      extent={0}
      label="Filters"
      width={100}
    />
  ),
  'a table': (
    <ChartTable
      caption="Accuracy"
      columns={[['Level', ([level]) => level], ['Top-1', ([, top1]) => top1], null]}
      rows={[
        ['Dense', '91.2%'],
        ['90%', '–'],
      ]}
    />
  ),
};

test.each(Object.entries(pictures))('%s', (_, picture) => {
  const markup = renderToStaticMarkup(picture);
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test('a curve through fewer than two points draws nothing', () => {
  expect(renderToStaticMarkup(<Curve ink="forgotten" points={[[0, 10]]} />)).toBe('');
  expect(renderToStaticMarkup(<Band ink="forgotten" places={[[0, 10, 5]]} />)).toBe('');
});

test('a figure has its title, keeps its table closed, and offers its picture', () => {
  const markup = renderToStaticMarkup(
    <Figure title="Who pays" name="classes" claim="Shirt." how="bars." table={<table />}>
      <svg />
    </Figure>,
  );
  expect(markup).toContain('Who pays</h2>');
  expect(markup).toContain('aria-expanded="false"');
  expect(markup).not.toContain('<table');
  expect(markup).toContain('Save &quot;Who pays&quot; as an SVG picture');
});

test('bars of shares begin after the longest name, and a name that leaves them no room is cut', () => {
  const bars = (name: string) =>
    renderToStaticMarkup(<ShareBars shares={[{ name, kept: 1, size: 2 }]} label="Left" width={400} />);
  expect(bars('block1.shortcut')).toMatch(/>block1\.shortcut<.*<rect x="113"/);
  expect(bars('a'.repeat(40))).toMatch(/>a{20}…<.*<rect x="160"/);
});
