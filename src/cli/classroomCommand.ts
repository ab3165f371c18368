import { classroomKey, classroomSample } from './classroom/classroomKey';
import { writeBytes } from './files';
import { type FlagKinds, parseFlags, required } from './flags';
import type { Context } from './telling';

const FLAGS: FlagKinds = { key: 'value', sample: 'value' };

/**
 * `lacuna classroom`: the answers to the class exercise and the file it opens, both made of the shipped zoos.
 */
export async function classroomCommand(args: string[], { root }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const [key, sample] = [required(flags, 'key'), required(flags, 'sample')];
  await writeBytes(key, [`${JSON.stringify(await classroomKey(root), null, 2)}\n`]);
  await writeBytes(sample, [(await classroomSample(root)).csv]);
}
