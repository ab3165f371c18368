import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { plotSvg, seriesOf } from '../plot';
import { engineRows, figureRows, figuresOf, layerRows, type Measured, markdown } from '../report';

/** What a saved run holds, as far as it is shown. */
type SavedRun = {
  detail: Measured;
  machine: { processor: string; cores: number; system: string; browser: string; node: string };
  taken: string;
  command: string;
};

const FROM = '<!-- measured: written by npm run bench -- --plot -->';
const TO = '<!-- end of what was measured -->';

function tables(name: string, { detail, machine, taken, command }: SavedRun): string {
  const { processor, cores, system, browser, node } = machine;
  return [
    `![Time for one network and one image against weights left, for every engine](${name}.svg)`,
    `\`${command}\`, ${taken.slice(0, 10)}: ${processor}, ${cores} cores, ${system}, ${browser}, ` +
      `Node ${node}.`,
    markdown(figureRows(figuresOf(detail), detail)),
    markdown(engineRows(detail)),
    markdown(layerRows(detail)),
  ].join('\n\n');
}

/**
 * Draws a run saved with --save: from x.json to x.svg, and its tables into x.md, where that has a place for
 * them.
 */
export function showRun(file: string): void {
  const run = JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
  const beside = (kind: string) => file.replace(/\.json$/, kind);
  const { processor, cores } = run.machine;
  writeFileSync(beside('.svg'), plotSvg(seriesOf(run.detail), `${processor}, ${cores} cores`));
  if (!existsSync(beside('.md'))) return;
  const page = readFileSync(beside('.md'), 'utf8');
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)];
  if (from < 0 || to < from) throw new Error(`${beside('.md')}: expected the lines "${FROM}" and "${TO}".`);
  writeFileSync(
    beside('.md'),
    `${page.slice(0, from + FROM.length)}\n\n${tables(basename(file, '.json'), run)}\n\n${page.slice(to)}`,
  );
}
