import { readFileSync, writeFileSync } from 'node:fs';
import { plotSvg, seriesOf } from '../plot';
import type { Measured } from '../report';

/** What a saved run holds, as far as the plot reads it. */
type SavedRun = { detail: Measured; machine: { processor: string; cores: number } };

/** Draws a run saved with --save next to its file: performance.json becomes performance.svg. */
export function plotRun(file: string): void {
  const { detail, machine } = JSON.parse(readFileSync(file, 'utf8')) as SavedRun;
  const subtitle = `${machine.processor}, ${machine.cores} cores`;
  writeFileSync(file.replace(/\.json$/, '.svg'), plotSvg(seriesOf(detail), subtitle));
}
