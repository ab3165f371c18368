import { writeBytes } from './files';
import { findingsDocument } from './findings/document';
import { type FlagKinds, parseFlags, required } from './flags';
import type { Context } from './telling';
import { withOwnImages } from './zooImages';

const FLAGS: FlagKinds = { out: 'value', images: 'value' };

/**
 * `lacuna findings`: what the shipped zoos show, written to a Markdown file; with `--images`, also what needs
 * images that may not be shipped.
 */
export async function findingsCommand(args: string[], { root, note }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const withImages = flags.has('images')
    ? (zoo: Parameters<typeof withOwnImages>[0]) => withOwnImages(zoo, flags, note)
    : undefined;
  await writeBytes(out, [await findingsDocument(root, { withImages })]);
}
