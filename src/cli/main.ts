import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { annotateCommand } from './annotateCommand';
import { auditCommand } from './auditCommand';
import { convertCommand } from './convertCommand';
import { findingsCommand } from './findingsCommand';
import { UsageError } from './flags';
import { printable } from './printable';
import { reportCommand } from './reportCommand';
import { robustnessCommand } from './robustnessCommand';
import { runCommand } from './runCommand';

const HELP = `lacuna audit --dense FILE --compressed FILE [--labels FILE] [--classes FILE] [--ties largest|smallest]
             [--alpha 0.05] [--baseline network|population] [--null FILE] [--paired] [--seed N] [--json [--attributes FILE|ZOO [--target CLASS]] [--taxicab] [--draws N] [--permutations N [--margin 0.2]] [--training COUNTS|FILE|ZOO]
             [--level NAME=FILE]...] [--scores OUT] [--pies OUT] [--bundle OUT.zip]
lacuna audit BUNDLE.zip [--ties largest|smallest] [--alpha 0.05] [--baseline network|population] [--seed N] [--json ...] [--scores OUT] [--pies OUT] [--bundle OUT.zip]
  What the compressed networks forgot. Files are Parquet or CSV in long form: image_id, model_id, prediction, and
  optionally label, p_prediction, p_label, rank_label; or in any other form that lacuna convert reads, wide tables and npz among them.
  Of a file with several populations the one called dense, compressed or null is taken, as the option says. --labels has columns image_id, label; --classes one name a line.
  --baseline is what each network's recall is compared with: its own accuracy, or, as the authors' released code does, its population's mean.
  --json prints everything as one object; --attributes adds groups of images by the other columns of a file with image_id (or, for a zoo, by
  class and what its first test images show), and by every two of them, --target false positives and negatives of one class; --taxicab adds every image's distance, --draws PIEs over N draws of networks,
  --permutations whether there are more PIEs than retraining alone gives, by N shuffles of the networks (2000 are enough), and whether no
  more within a --margin, a share of what retraining gives,
  --training PIEs by the training images of their classes: 6000,3597,... in class order, a file with the columns
  class and count, or the name of a zoo; --level, once for every further compressed population and from mild to strong, what they have in common
  and how they differ (--paired is then said of all of them).
  --scores writes every image, --pies the PIEs alone (CSV or Parquet by their ending), --bundle a bundle that the page opens: as "Take it away" does.
  A bundle, as the page writes it ("Take it away"), is checked and audited with its own settings unless options say otherwise; one line on
  stderr says whether its findings, computed anew, are those that came with it.

lacuna run --zoo fashion-mnist --variant dense|null|sparse|narrow|pruned|quantised --out FILE.parquet|FILE.csv [--members K]
           [--images N] [--sparsity 0..0.99] [--width 0..1] [--method magnitude|random|2:4|4:8|channels] [--scope global|layer]
           [--no-recalibrate] [--calibration N] [--seed N] [--format float16|int8|fixed] [--device wasm]
  Runs networks of a zoo, as trained, or pruned or quantised here, over its test images and writes their predictions.
  --sparsity is the share of weights that go, of channels for --method channels; 2:4 and 4:8 need none. --calibration is
  how many training images BatchNorm is re-estimated on after pruning. --width is the share of
  the channels that narrow networks have, one that was trained.

lacuna robustness --zoo fashion-mnist [--out FILE.json] [--variants sparse-50,sparse-90] [--corruptions fog,contrast]
                  [--severities 1,3,5] [--members K] [--images 1000] [--ties largest|smallest] [--seed N]
  What corruptions of the test images do to populations of a zoo beside the dense one. FILE gets the counts, corruption
  by corruption; run again with the same FILE, it goes on where it was stopped.

lacuna annotate-summary FILE... [--json]
  What annotators who judged one study in the page say together: shares of PIEs and other images, tests, agreement. Files are
  those that the page exports; one of them at least must be of an annotator who has finished.

lacuna findings --out FILE.md
  What the shipped zoos show, in the paper's terms: how docs/findings.md is made (npm run findings).

lacuna report --zoo fashion-mnist --variant null|sparse|narrow [--sparsity 0..1] [--width 0..1] [--members K] [--images N] --out FILE.html
lacuna report --dense FILE --compressed FILE [--null FILE] [--labels FILE] [--classes FILE] [--paired] --out FILE.html
lacuna report BUNDLE.zip --out FILE.html
             [--ties largest|smallest] [--alpha 0.05] [--seed N] [--exemplars 60]
  The audit as one HTML file that needs nothing else: figures, tables, the PIEs that changed most, methods, provenance.

lacuna convert IN OUT [--labels FILE] [--population NAME]
  Predictions from one format to another. IN is CSV, Parquet (long or wide), npz, npy, safetensors or a bundle, told apart by content; OUT ends in
  .csv, .parquet, .npz or .safetensors. --population names the one of several in an npz file or a bundle (dense, compressed, null).
`;

/**
 * Runs the command line with the arguments after the program's name; `root` is the project's folder. Returns the exit code: 0, 2 for a command line
 * that cannot be followed, 1 for anything else, bad input above all.
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
    else if (command === 'robustness') print(await robustnessCommand(rest, root, note, progress));
    else if (command === 'annotate-summary') print(await annotateCommand(rest));
    else if (command === 'findings') await findingsCommand(rest, root);
    else if (command === 'report') await reportCommand(rest, root, note);
    else if (command === 'convert') await convertCommand(rest, note);
    else
      throw new UsageError(
        `Expected a command, audit, run, robustness, annotate-summary, findings, report or convert, got ${command ? `"${command}"` : 'none'}; see lacuna --help.`,
      );
    return 0;
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
