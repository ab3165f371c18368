import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../text/messageOf';
import { annotateCommand } from './annotateCommand';
import { auditCommand } from './auditCommand';
import { checkCommand } from './checkCommand';
import { classroomCommand } from './classroomCommand';
import { convertCommand } from './convertCommand';
import { describeCommand } from './describeCommand';
import { findingsCommand } from './findingsCommand';
import { finetuneCommand } from './finetuneCommand';
import { UsageError } from './flags';
import { HELP } from './help';
import { oneShotCommand } from './oneShotCommand';
import { printable } from './printable';
import { reportCommand } from './reportCommand';
import { robustnessCommand } from './robustnessCommand';
import { runCommand } from './runCommand';
import type { Context } from './telling';
import { trainCommand } from './trainCommand';
import { votesCommand } from './votesCommand';

/** Gives what it prints, and its exit code where that may not be 0. */
type Command = (
  args: string[],
  context: Context,
) => Promise<string | { output: string; code: number }> | Promise<void>;

/** Every command by its name, in the order of the help. */
const COMMANDS: Record<string, Command> = {
  audit: auditCommand,
  run: runCommand,
  describe: describeCommand,
  robustness: robustnessCommand,
  'one-shot': oneShotCommand,
  train: trainCommand,
  finetune: finetuneCommand,
  'annotate-summary': annotateCommand,
  findings: findingsCommand,
  classroom: classroomCommand,
  report: reportCommand,
  votes: votesCommand,
  check: checkCommand,
  convert: convertCommand,
};

/**
 * Runs the command line with the arguments after the program's name; `root` is the project's folder. Returns
 * the exit code: 0, 2 for a command line that cannot be followed, 1 for anything else, bad input above all.
 */
export async function main(args: string[], root: string): Promise<number> {
  const [command, ...rest] = args;
  const { stdout, stderr } = process;
  const note = (message: string) => stderr.write(`${printable(message)}\n`);
  const print = (text: string) => stdout.write(printable(text));
  const progress = (doing: string, share: number) => {
    if (stderr.isTTY)
      stderr.write(`\r${printable(doing)} ${Math.floor(100 * share)}%\x1b[K${share >= 1 ? '\r\x1b[K' : ''}`);
  };
  // A reader that has seen enough (head) closes the pipe.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  if ([command, ...rest].some((arg) => arg === '--help' || arg === '-h') || command === 'help') {
    stdout.write(HELP);
    return 0;
  }
  if (command === '--version') {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    stdout.write(`lacuna ${version}\n`);
    return 0;
  }
  try {
    const run = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command] : null;
    if (!run) {
      const known = Object.keys(COMMANDS);
      throw new UsageError(
        `Expected a command, ${known.slice(0, -1).join(', ')} or ${known.at(-1)}, got ` +
          `${command ? `"${command}"` : 'none'}; see lacuna --help.`,
      );
    }
    const ended = await run(rest, { root, note, progress });
    const { output, code } =
      typeof ended === 'object' ? ended : { output: typeof ended === 'string' ? ended : '', code: 0 };
    print(output);
    return code;
  } catch (error) {
    note(messageOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
