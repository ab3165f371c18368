import { writeBytes } from './files';
import { findingsDocument } from './findings/document';
import { type FlagKinds, parseFlags, required } from './flags';

const FLAGS: FlagKinds = { out: 'value' };

/** `lacuna findings`: what the shipped zoos show, written to a Markdown file; `root` is the project's folder. */
export async function findingsCommand(args: string[], root: string): Promise<void> {
  const out = required(parseFlags(args, FLAGS), 'out');
  await writeBytes(out, [await findingsDocument(root)]);
}
