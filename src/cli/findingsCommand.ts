import { writeBytes } from './files';
import { findingsDocument } from './findings/document';
import { type FlagKinds, parseFlags, required } from './flags';
import type { Note } from './telling';
import { withOwnImages } from './zooImages';

const FLAGS: FlagKinds = { out: 'value', images: 'value' };

/**
 * `lacuna findings`: what the shipped zoos show, written to a Markdown file; with `--images`, also what needs
 * images that may not be shipped. `root` is the project's folder.
 */
export async function findingsCommand(args: string[], root: string, note: Note): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const withImages = flags.has('images')
    ? (zoo: Parameters<typeof withOwnImages>[0]) => withOwnImages(zoo, flags, note)
    : undefined;
  await writeBytes(out, [await findingsDocument(root, { withImages })]);
}
