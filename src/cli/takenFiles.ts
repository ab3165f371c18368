import { extname } from 'node:path';
import type { Findings } from '../audit/findings';
import { bundleAnswers } from '../formats/bundle/bundleOrigin';
import { packSession } from '../formats/bundle/bundleSession';
import { writeParquet } from '../formats/parquet/parquet';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { answersLost } from '../formats/predictions/reading';
import { scoreColumns, scoresToCsv } from '../formats/writing/writeScores';
import { counted } from '../text/format';
import { writeBytes } from './files';
import { type FlagKinds, type Flags, UsageError } from './flags';
import type { Note } from './telling';

/** Options that name files to write of what was found, as the page's "Take it away" writes them. */
export const TAKEN: FlagKinds = { scores: 'value', pies: 'value', bundle: 'value' };

const ENDINGS: Record<string, string[]> = {
  scores: ['.csv', '.parquet'],
  pies: ['.csv', '.parquet'],
  bundle: ['.zip'],
};

/**
 * What a bundle says of itself: what the data and the compressed population are called, and where the answers
 * came from.
 */
export type TakenHead = { title: string; compressed: string; query: string; provenance: string };

/** Refuses, before anything is read, files whose names do not end as their content does. */
export function checkTaken(flags: Flags): void {
  for (const [name, endings] of Object.entries(ENDINGS)) {
    const path = flags.get(name);
    if (path !== undefined && !endings.includes(extname(path).toLowerCase())) {
      throw new UsageError(`Expected --${name} to end in ${endings.join(' or ')}, got "${path}".`);
    }
  }
}

/** Writes the files that --scores, --pies and --bundle name; `note` says what each holds. */
export async function writeTaken(
  flags: Flags,
  findings: Findings,
  { predictions, ...aligned }: AlignedPredictions,
  head: TakenHead,
  note: Note,
): Promise<void> {
  const [dense, compressed, nulls = null] = predictions;
  const answers = bundleAnswers(head);
  for (const [name, only, what] of [
    ['scores', 'all', counted(findings.images, 'image')],
    ['pies', 'pies', counted(findings.pies.images.length, 'PIE')],
  ] as const) {
    const path = flags.get(name);
    if (path === undefined) continue;
    const columns = scoreColumns(findings, aligned.truth, { dense, compressed }, aligned, only);
    const isCsv = extname(path).toLowerCase() === '.csv';
    await writeBytes(
      path,
      isCsv ? [scoresToCsv(columns)] : await writeParquet(columns, answers ?? undefined),
    );
    if (isCsv && answers !== null) note(answersLost(path, answers));
    note(`${path}: ${what}.`);
  }
  const path = flags.get('bundle');
  if (path === undefined) return;
  const said = { ...head, created: new Date().toISOString() };
  const session = { ...aligned, dense, compressed, nulls, pictures: null };
  const pieces = await packSession(said, session, findings);
  await writeBytes(path, Buffer.concat(pieces));
  note(
    `${path}: ${counted(findings.pies.images.length, 'PIE')} of ${counted(findings.images, 'image')}, ` +
      'without pictures.',
  );
}
