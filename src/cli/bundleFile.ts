import { audit } from '../audit/audit';
import type { Findings } from '../audit/findings';
import { type BundleHead, readBundle } from '../formats/bundle/bundle';
import { bundleAgreement, readSession, type Session } from '../formats/bundle/bundleSession';
import { bytesSource } from '../formats/bytes/source';
import { agreementSentence } from '../formats/findings/compareFindings';
import { auditOptions } from './auditOptions';
import { readBytes } from './files';
import { type Flags, UsageError } from './flags';
import type { Note } from './telling';

/** The bundle that stands before all options, and the options; null where there is none. */
export function bundleBefore(args: string[]): { path: string | null; options: string[] } {
  const [first] = args;
  const isPath = first !== undefined && !first.startsWith('--');
  return isPath ? { path: first, options: args.slice(1) } : { path: null, options: args };
}

/**
 * The session of a bundle and its findings, with what the flags --ties, --alpha, --seed and --baseline say in
 * place of its own settings. A note says whether its findings, computed anew with its own settings, are those
 * that came with it. Flags named in `useless` are refused.
 */
export async function auditBundle(
  path: string,
  flags: Flags,
  useless: string[],
  note: Note,
): Promise<{ head: BundleHead; session: Session; findings: Findings }> {
  const given = useless.filter((name) => flags.has(name)).map((name) => `--${name}`);
  if (given.length > 0) {
    throw new UsageError(
      `Expected ${path} alone, a bundle, in place of other files, got ${given.join(', ')} too.`,
    );
  }
  const bundle = await readBundle(bytesSource(await readBytes(path), path));
  const session = await readSession(bundle, path);
  const { dense, compressed, nulls, truth } = session;
  const { settings } = bundle.head;
  const asked = auditOptions(flags, settings);
  const own = audit(dense, compressed, truth, settings, nulls);
  note(`${path}: ${agreementSentence(bundleAgreement(bundle, session, own, path))}`);
  const same =
    (['ties', 'alpha', 'seed'] as const).every((name) => asked[name] === settings[name]) &&
    asked.baseline !== 'population';
  const options = { ...asked, paired: settings.paired };
  const findings = same ? own : audit(dense, compressed, truth, options, nulls);
  return { head: bundle.head, session, findings };
}
