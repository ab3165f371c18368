// How what changes stands to retraining alone, in the sentence's words.
import type { Findings } from '../../audit/findings';
import type { PermutationTest } from '../../audit/retraining/permutationTest';
import type { Retraining } from '../../audit/retraining/retraining';
import { retrainingVerdict } from '../../audit/retraining/verdict';
import { count, level, noun } from '../../text/format';
import { type Part, plain } from './part';

function floor(text: string): Part {
  return { text, role: 'floor', place: { kind: 'retraining' } };
}

/**
 * Retraining plays no part in what differs between the same networks before and after: its count stands there
 * for scale.
 */
export function forScale({ noiseFloor }: Findings): Part[] {
  if (noiseFloor.kind !== 'null') return [plain('. ')];
  return [plain('. For scale, '), floor('retraining alone'), plain(` changes ${count(noiseFloor.pies)}. `)];
}

/**
 * How the PIEs stand to retraining alone: by the permutation test once it is counted, before that what
 * retraining alone changes.
 */
export function besideFloor(findings: Findings, test: Retraining | null, testing: boolean): Part[] {
  const { noiseFloor, pies } = findings;
  if (test?.permutation && pies.images.length > 0) return byTest(test.permutation, findings);
  const awaited = testing && !test?.permutation && pies.images.length > 0 ? ' (testing the difference…)' : '';
  if (noiseFloor.kind === 'none' || (noiseFloor.kind === 'splitHalf' && noiseFloor.halfPies === null)) {
    const unknown = awaited ? ' would change is being tested… ' : ' would change is not known. ';
    return [plain('. How many '), floor('retraining alone'), plain(unknown)];
  }
  if (noiseFloor.kind === 'splitHalf') {
    return [
      plain(
        `. Between halves of the networks ${count(noiseFloor.halfPies)} ` +
          `${noun(noiseFloor.halfPies ?? 0, 'does', 'do')}, and `,
      ),
      floor('retraining alone'),
      plain(` changes ${count(noiseFloor.pies)}${awaited}. `),
    ];
  }
  if (pies.images.length === 0 && noiseFloor.pies === 0) {
    return [plain(', and '), floor('retraining alone'), plain(' changes none either. ')];
  }
  return [plain('. '), floor('Retraining alone'), plain(` changes ${count(noiseFloor.pies)}${awaited}. `)];
}

/**
 * The test gives the verdict. The number is the PIEs beyond those of the null population, which is what
 * retraining alone changes. The mean of the shuffles mixes both populations, and moves while they are
 * counted.
 */
function byTest(test: PermutationTest, { pies, noiseFloor }: Findings): Part[] {
  const { equivalence } = test;
  const verdict = retrainingVerdict(test);
  const retrainingAlone = floor('retraining alone');
  const after = plain(' changes. ');
  switch (verdict) {
    case 'more':
    case 'fewer': {
      const beyond = noiseFloor.kind === 'null' ? pies.images.length - noiseFloor.pies : 0;
      const agrees = beyond !== 0 && beyond > 0 === (verdict === 'more');
      const size = agrees ? `${count(Math.abs(beyond))} ` : '';
      return [plain(`, ${size}${verdict} than `), retrainingAlone, after];
    }
    case 'no more':
      return [
        plain(', no more than '),
        retrainingAlone,
        plain(` changes, give or take ${level(equivalence.share)}. `),
      ];
    case 'not distinguishable':
      return [plain(', not distinguishable from what '), retrainingAlone, after];
    case 'too few':
      return [plain('. No test of so few networks could tell that from what '), retrainingAlone, after];
  }
}
