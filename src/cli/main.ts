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
import { trainCommand } from './trainCommand';
import { votesCommand } from './votesCommand';

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
    if (command === 'audit') print(await auditCommand(rest, root, note, progress));
    else if (command === 'run') await runCommand(rest, root, note, progress);
    else if (command === 'train') await trainCommand(rest, root, { note, progress });
    else if (command === 'finetune') await finetuneCommand(rest, root, { note, progress });
    else if (command === 'describe') {
      const { output, code } = await describeCommand(rest);
      print(output);
      return code;
    } else if (command === 'robustness') print(await robustnessCommand(rest, root, note, progress));
    else if (command === 'one-shot') await oneShotCommand(rest, root, note, progress);
    else if (command === 'annotate-summary') print(await annotateCommand(rest));
    else if (command === 'findings') await findingsCommand(rest, root, note);
    else if (command === 'classroom') await classroomCommand(rest, root);
    else if (command === 'report') await reportCommand(rest, root, note);
    else if (command === 'convert') await convertCommand(rest, note);
    else if (command === 'votes') await votesCommand(rest, note, progress);
    else if (command === 'check') print(await checkCommand(rest, progress));
    else
      throw new UsageError(
        'Expected a command, audit, run, train, finetune, describe, robustness, one-shot, ' +
          'annotate-summary, findings, report, convert, votes or check, got ' +
          `${command ? `"${command}"` : 'none'}; see lacuna --help.`,
      );
    return 0;
  } catch (error) {
    note(messageOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
