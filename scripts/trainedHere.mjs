// Networks trained here, and pruned in four ways: what fine-tuning gives back, and whether all forget the
// same images. Writes docs/trained-here.json, which `npm run findings` reads. Networks and predictions go to
// FOLDER; what is there already is not made again.
//
//   node scripts/trainedHere.mjs FOLDER
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLacuna } from './runLacuna.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NETWORKS = 5;
const EPOCHS = 4;
const TRAINING_IMAGES = 2000;
const SPARSITY = 0.9;

const on = `--zoo fashion-mnist --images-count ${TRAINING_IMAGES} --batch 64`;
const trained = (options) => `train ${on} --members ${NETWORKS} --epochs ${EPOCHS} --resume ${options}`;
const tuned = (options) => `finetune --network dense/*.json ${on} --epochs 1 --resume ${options}`;
const answers = 'run --zoo fashion-mnist --network';

/** Folders of networks, and the commands that make them. */
const FOLDERS = {
  dense: trained('--variant dense'),
  null: trained('--variant null'),
  gradual: trained(`--variant sparse --sparsity ${SPARSITY}`),
  ticket: trained(`--variant sparse --sparsity ${SPARSITY} --pruning ticket --rounds 3`),
  tuned: tuned(`--sparsity ${SPARSITY}`).trim(),
  'dense-tuned': tuned('').trim(),
};

/** What is compared with the dense networks: a name, and the file of its predictions. */
const LEVELS = {
  retrained: 'null',
  'dense-tuned': 'dense-tuned',
  'one-shot': 'one-shot',
  'fine-tuned': 'tuned',
  gradual: 'gradual',
  tickets: 'ticket',
};

const [place] = process.argv.slice(2);
if (!place) {
  console.error('Expected a folder for networks and predictions: node scripts/trainedHere.mjs FOLDER');
  process.exit(1);
}
const folder = resolve(place);
mkdirSync(folder, { recursive: true });

/** Words of a command, places in FOLDER, its "*.json" as a shell has them. */
const here = (word) => {
  if (!word.endsWith('/*.json')) return /^[a-z-]+(\.parquet)?$/.test(word) ? join(folder, word) : word;
  const networks = join(folder, word.slice(0, -'/*.json'.length));
  const names = readdirSync(networks).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(networks, name));
};
const PLACES = /^(--out|--network)$/;
const wordsOf = (command) => command.split(' ').filter((word) => word !== '');
const placed = (command) =>
  wordsOf(command).flatMap((word, at, words) => (PLACES.test(words[at - 1]) ? here(word) : word));

const commands = [];
for (const [name, made] of Object.entries(FOLDERS)) {
  const command = `${made} --out ${name}`;
  runLacuna(placed(command));
  commands.push(command);
}
const inOneShot = `--variant pruned --sparsity ${SPARSITY} --scope layer --calibration 2000`;
const runs = [
  ...Object.keys(FOLDERS).map((name) => [name, `${answers} ${name}/*.json`]),
  ['one-shot', `${answers} dense/*.json ${inOneShot}`],
];
for (const [name, made] of runs) {
  const file = join(folder, `${name}.parquet`);
  if (!existsSync(file)) {
    runLacuna(placed(`${made} --out unfinished.parquet`));
    renameSync(join(folder, 'unfinished.parquet'), file);
  }
  commands.push(`${made} --out ${name}.parquet`);
}
const audit = (file) => [
  ...['audit', '--dense', file('dense'), '--compressed', file('one-shot')],
  ...Object.entries(LEVELS).flatMap(([name, of]) => ['--level', `${name}=${file(of)}`]),
  '--json',
];
const said = JSON.parse(runLacuna(audit((name) => join(folder, `${name}.parquet`))));
commands.push(audit((name) => `${name}.parquet`).join(' '));

const bounded = ({ mean, interval }) => ({ value: mean, interval });
const result = {
  command: 'node scripts/trainedHere.mjs FOLDER',
  commands: commands.map((command) => `npm run -s lacuna -- ${command}`),
  images: said.images,
  networks: NETWORKS,
  training: { images: TRAINING_IMAGES, epochs: EPOCHS, sparsity: SPARSITY },
  dense: bounded(said.levels.dense.top1),
  populations: said.levels.rows.map(({ name, top1, accuracyChange, pies }) => ({
    name,
    top1: bounded(top1),
    accuracyChange,
    pies: { count: pies.count, outcomes: pies.outcomes },
  })),
  overlaps: said.levels.overlaps,
};
writeFileSync(join(root, 'docs/trained-here.json'), `${JSON.stringify(result, null, 1)}\n`);
console.log(`docs/trained-here.json: ${runs.length} populations of ${NETWORKS} networks.`);
