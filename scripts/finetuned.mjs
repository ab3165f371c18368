// What fine-tuning after pruning gives back and which PIEs stay, on the zoo's dense networks: writes
// docs/finetuned.md. Predictions go to FOLDER; those that are there already are not run again. A few minutes.
//
//   node scripts/finetuned.mjs FOLDER
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLacuna } from './runLacuna.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NETWORKS = 4;
const IMAGES = 5000;

/** The populations, by the names of their files, and the options of `lacuna run` that make them. */
const RUNS = {
  trained: '--variant dense --shipped',
  gradual: '--variant sparse --sparsity 0.9 --shipped',
  dense: '--variant pruned --sparsity 0 --calibration 2000',
  'one-shot': '--variant pruned --sparsity 0.9 --calibration 2000',
  'dense-tuned': '--variant pruned --sparsity 0 --finetune 0.25',
  tuned: '--variant pruned --sparsity 0.9 --finetune 0.25',
};

/**
 * What is compared: a title, the dense side, the compressed one, and what tells that they are the same
 * networks.
 */
const AUDITS = [
  ['Pruned in one shot', 'dense', 'one-shot', '--paired'],
  ['Pruned, then fine-tuned for 0.25 epochs', 'dense-tuned', 'tuned', '--paired'],
  ['Pruned gradually while trained', 'trained', 'gradual'],
  ['Dense, fine-tuned for 0.25 epochs', 'trained', 'dense-tuned', '--paired'],
];

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Expected a folder for predictions: node scripts/finetuned.mjs FOLDER');
mkdirSync(folder, { recursive: true });
const fileOf = (name) => relative(root, join(folder, `${name}.parquet`));
const runOf = (name, out) =>
  `run --zoo fashion-mnist ${RUNS[name]} --members ${NETWORKS} --images ${IMAGES} --out ${out}`.split(' ');
for (const name of Object.keys(RUNS)) {
  if (!existsSync(join(root, fileOf(name)))) runLacuna(runOf(name, fileOf(name)));
}
const auditOf = (dense, compressed, paired) => [
  'audit',
  '--dense',
  dense,
  '--compressed',
  compressed,
  ...paired,
  '--json',
];
const found = AUDITS.map(([title, dense, compressed, ...paired]) => ({
  title,
  ...JSON.parse(runLacuna([...auditOf(fileOf(dense), fileOf(compressed), paired), '--quiet'])),
}));

const percent = (share, digits = 2) => `${(100 * share).toFixed(digits)}%`;
const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
const change = ({ value, interval }) => `${signed(value)} (${interval.map(signed).join(' to ')})`;
const row = (cells) => `| ${cells.join(' | ')} |`;
const both = (a, b) => {
  const known = new Set(a.pies.imageIds);
  return b.pies.imageIds.filter((image) => known.has(image)).length;
};
const [oneShot, tuned, gradual] = found;
const overlap = (title, a, b) => {
  const shared = both(a, b);
  const all = a.pies.count + b.pies.count - shared;
  return row([title, a.pies.count, b.pies.count, shared, percent(shared / all, 0)]);
};
const stay = both(oneShot, tuned);
const images = oneShot.images.toLocaleString('en');
const rows = found.map(({ title, top1, accuracyChange, pies }) =>
  row([title, percent(top1.compressed.mean), change(accuracyChange), pies.count]),
);

/** A command line of at most 110 characters a line, as a shell takes it. */
function command(words) {
  const lines = ['npm run -s lacuna --'];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length + 2 <= 110) lines[lines.length - 1] = longer;
    else {
      lines[lines.length - 1] += ' \\';
      lines.push(`  ${word}`);
    }
  }
  return lines.join('\n');
}

writeFileSync(
  join(root, 'docs/finetuned.md'),
  `# What fine-tuning after pruning gives back

${NETWORKS} networks of the Fashion-MNIST zoo, 90% of their weights removed by magnitude with one threshold,
on the first ${images} test images. Fine-tuning sees a quarter of the 60,000 training images, each once
([Methods](../src/views/methods/Finetuning.tsx) says how). Dense networks are treated alike: BatchNorm
re-estimated on as many images beside one-shot pruning, fine-tuned on the same images in the same order beside
fine-tuned networks.

| population | top-1 | against its dense side, points (95%) | PIEs |
|---|---|---|---|
${rows.join('\n')}

Of the ${oneShot.pies.count} PIEs of one-shot pruning ${stay} stay after fine-tuning, and
${tuned.pies.count - stay} are new.

| PIEs of | first | second | both | of either |
|---|---|---|---|---|
${overlap('one-shot, and fine-tuned', oneShot, tuned)}
${overlap('one-shot, and gradual', oneShot, gradual)}
${overlap('fine-tuned, and gradual', tuned, gradual)}

The gradual networks have seeds of their own: retraining alone has a part in their PIEs, and none in those of
the others. Counts of PIEs depend on how many networks vote: compare them at equal numbers only. The last cell
of a row is the share of the images that are PIEs of either which are PIEs of both.

Computed by \`node scripts/finetuned.mjs FOLDER\`, which runs

\`\`\`
${Object.keys(RUNS)
  .map((name) => command(runOf(name, `${name}.parquet`)))
  .join('\n')}
${AUDITS.map(([, dense, compressed, ...paired]) =>
  command(auditOf(`${dense}.parquet`, `${compressed}.parquet`, paired)),
).join('\n')}
\`\`\`
`,
);
console.log('docs/finetuned.md: written.');
