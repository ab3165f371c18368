import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Estimate } from '../audit/findings';
import { mergeAnnotations } from '../audit/study/study';
import { studySource } from '../audit/study/studyCodes';
import {
  type CodedShare,
  type CodeSummary,
  type StudySummary,
  summariseStudy,
} from '../audit/study/studySummary';
import { readAnnotations } from '../formats/study/study';
import { fixed } from '../text/fixed';
import { readBytes } from './files';
import { type FlagKinds, parseFlags, UsageError } from './flags';
import { textTable } from './textTable';

const FLAGS: FlagKinds = { json: 'switch' };
const NONE = '-';

/**
 * `lacuna annotate-summary`: what annotators' files of one study say together, as text or one JSON object.
 */
export async function annotateCommand(args: string[]): Promise<string> {
  const files = args.filter((arg) => !arg.startsWith('--'));
  const flags = parseFlags(
    args.filter((arg) => arg.startsWith('--')),
    FLAGS,
  );
  if (files.length === 0)
    throw new UsageError('Expected annotators’ files as the page exports them, got none; see lacuna --help.');
  const read = await Promise.all(
    filesIn(files).map(async (file) =>
      readAnnotations(new TextDecoder().decode(await readBytes(file)), file),
    ),
  );
  const summary = summariseStudy(mergeAnnotations(read));
  return flags.has('json') ? `${JSON.stringify(summary, null, 2)}\n` : summaryText(summary);
}

/** The files as they are named, and of a folder all that end in .json, by name. */
function filesIn(paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.toLowerCase().endsWith('.json'));
    if (names.length === 0)
      throw new Error(`${path}: expected files that the page Judge saved (*.json), found none.`);
    return names.sort().map((name) => join(path, name));
  });
}

function points(share: number): string {
  return fixed(100 * share, 1);
}

function shareText({ count, n, share, interval }: CodedShare): string {
  if (share === null || !interval) return NONE;
  return `${points(share)} (${interval.map(points).join(' to ')}), ${count}/${n}`;
}

function differenceText(difference: CodeSummary['difference']): string {
  if (!difference) return NONE;
  return (
    `${difference.value > 0 ? '+' : ''}${points(difference.value)} ` +
    `(${difference.interval.map(points).join(' to ')})`
  );
}

function probability(p: number | null): string {
  if (p === null) return NONE;
  return p < 0.001 ? '<.001' : fixed(p, 3);
}

function agreementText({ agreement }: CodeSummary): string {
  if (!agreement || agreement.kappa === null) return NONE;
  const ends = agreement.interval ? ` (${agreement.interval.map((end) => fixed(end, 2)).join(' to ')})` : '';
  return `${fixed(agreement.kappa, 2)}${ends}, ${agreement.n}`;
}

function difficultyText(of: Estimate | null): string {
  if (!of) return 'not said';
  const ends = of.interval ? ` (${of.interval.map((end) => fixed(end, 2)).join(' to ')})` : '';
  return `${fixed(of.value, 2)}${ends} over ${of.n} ${of.n === 1 ? 'image' : 'images'}`;
}

function summaryText({ settings, images, annotators, codes, difficulty }: StudySummary): string {
  const people = annotators.map(
    ({ name, judged, finished }) =>
      `  ${name}: ${judged} of ${images} judged${finished ? '' : ', not finished'}`,
  );
  const label = settings.label === null ? '' : `, class ${settings.label}`;
  const level = settings.level === null ? '' : `, ${points(settings.level)}% of the weights removed`;
  return `${[
    `${settings.data}${level}${label}, ` + `seed ${settings.seed}: ${images} images, half of them PIEs`,
    people.join('\n'),
    textTable(
      [
        'images with the code, %',
        'not PIE (95%), n',
        'PIE (95%), n',
        'difference (95%)',
        'p',
        'adjusted p',
        'kappa (95%), n',
        'paper, not PIE to PIE',
      ],
      codes.map((code) => [
        code.name,
        shareText(code.nonPie),
        shareText(code.pie),
        differenceText(code.difference),
        probability(code.p),
        probability(code.pAdjusted),
        agreementText(code),
        code.paper ? `${code.paper.nonPie} to ${code.paper.pie}` : NONE,
      ]),
    ),
    `Mean difficulty, 1 to 5 (95% t interval over images): PIEs ${difficultyText(difficulty.pie)}, ` +
      `others ${difficultyText(difficulty.nonPie)}.`,
    [
      'A code holds of an image when more than half of the annotators who judged it say so. ' +
        'Intervals: Wilson, of differences Newcombe; p: Fisher’s',
      'exact test, two-sided, adjusted over the codes by Benjamini and Hochberg; kappa: Cohen’s ' +
        'for two annotators, Fleiss’ for more, with a bootstrap',
      `over images. The paper’s shares were not computed here (${studySource}); its first and ` +
        'fourth row are the same figures, probably a slip.',
    ].join('\n'),
  ].join('\n\n')}\n`;
}
