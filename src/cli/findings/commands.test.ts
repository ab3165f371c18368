import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { count, decimal, percent, signed } from '../../text/format';
import { folderOf, lacuna, ROOT } from '../testing';

const document = readFileSync(`${ROOT}docs/findings.md`, 'utf8');
/** Without its line breaks, for sentences. */
const sentences = document.replace(/\s+/g, ' ');
const at = folderOf({});

/** The commands of one section's block, their files in a folder of this test. */
function commandsOf(section: string): string[][] {
  const text = document.slice(document.indexOf(`\n## ${section}`));
  const [, block] = /```\n([\s\S]*?)\n```/.exec(text) ?? [];
  const commands = block.replaceAll(' \\\n  ', ' ').split('\n');
  return commands.map((line) =>
    line
      .replace('npm run -s lacuna -- ', '')
      .split(' ')
      .map((word) => (word.endsWith('.parquet') ? at(word) : word)),
  );
}

function run(args: string[]): string {
  const { code, stdout, stderr } = lacuna(...args);
  expect(stderr).not.toMatch(/Expected/);
  expect(code).toBe(0);
  return stdout;
}

describe('docs/findings.md', () => {
  test('is what its commands print, digit for digit: every level, draws of networks, calibration', () => {
    const [dense, nulls, sparse, audit] = commandsOf('Every level');
    for (const command of [dense, nulls, sparse]) run(command);
    const { retraining, pies, calibration } = JSON.parse(run(audit));
    const { permutation, resplits, analytic } = retraining;
    const ends = (interval: number[]) => interval.map((end) => signed(end, 0)).join(' to ');
    expect(document).toMatch(
      new RegExp(
        `^\\| 90% removed .*\\| ${pies.count} \\| 3\\.01% \\| ${decimal(permutation.mean)} \\| ` +
          `\\${signed(permutation.excess, 0)} ` +
          `\\(${ends(permutation.interval).replaceAll('+', '\\+')}\\) \\| < \\.001`,
        'm',
      ),
    );
    expect(sentences).toContain(
      `disagree on ${decimal(resplits.mean)} images (sd ${decimal(resplits.sd)}). The vote shares of ` +
        `each image lead to expect ${decimal(analytic.mean)} (sd ${decimal(analytic.sd)})`,
    );
    const { ece } = calibration.dense;
    const [low, high] = ece.interval.map((end: number) => (100 * end).toFixed(2));
    expect(document).toContain(`| Dense | ${percent(ece.value, 2)} (${low} to ${high}) |`);

    const [draws] = commandsOf('Is it real?');
    const { stability } = JSON.parse(run(draws));
    for (const { k, pies: drawn, retrained } of stability.growth.filter(({ k }: { k: number }) =>
      [1, 5, 15].includes(k),
    )) {
      const cell = ({ mean, interval }: { mean: number; interval: number[] }) =>
        `${decimal(mean)} (${interval.map(count).join(' to ')})`;
      expect(document).toContain(`| ${k} | ${cell(drawn)} | ${cell(retrained)} |`);
    }
    expect(sentences).toContain(`${stability.membership.holding} of the ${pies.count} PIEs`);
  });
});
