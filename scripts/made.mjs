// Populations made here of the zoo's dense networks, number formats and pruning, run over all test images and
// audited: writes docs/made.json, which `npm run findings` reads. Predictions go to FOLDER; those that are
// there already are not run again. Half an hour or more.
//
//   node scripts/made.mjs FOLDER
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ZOO = 'fashion-mnist';

/**
 * What is made: a name for its file, a title, whether it is a number format or pruned, and the options of
 * `lacuna run`.
 */
const MADE = [
  {
    name: 'float16',
    title: 'float16 weights',
    kind: 'format',
    options: '--variant quantised --format float16',
  },
  { name: 'int8', title: 'int8 weights', kind: 'format', options: '--variant quantised --format int8' },
  {
    name: 'fixed',
    title: 'int8 weights and activations',
    kind: 'format',
    options: '--variant quantised --format fixed',
  },
  { name: '2-4', title: '2 of 4 weights kept', kind: 'pruned', options: '--variant pruned --method 2:4' },
  {
    name: 'global-50',
    title: '50% removed here',
    kind: 'pruned',
    options: '--variant pruned --sparsity 0.5',
  },
  {
    name: 'global-70',
    title: '70% removed here',
    kind: 'pruned',
    options: '--variant pruned --sparsity 0.7',
  },
  {
    name: 'global-90',
    title: '90% removed here',
    kind: 'pruned',
    options: '--variant pruned --sparsity 0.9',
  },
  {
    name: 'channels-50',
    title: '50% of the channels removed here',
    kind: 'pruned',
    options: '--variant pruned --method channels --sparsity 0.5',
  },
];

function lacuna(args, stdout) {
  const { status, stdout: printed } = spawnSync(process.execPath, ['scripts/lacuna.mjs', ...args], {
    cwd: root,
    stdio: ['ignore', stdout, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return printed;
}

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Expected a folder for predictions, got none: node scripts/made.mjs FOLDER');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const commands = [];
for (const { name, options } of [{ name: 'dense', options: '--variant dense' }, ...MADE]) {
  const args = `run --zoo ${ZOO} ${options} --out`.split(' ');
  commands.push(`npm run -s lacuna -- ${[...args, `${name}.parquet`].join(' ')}`);
  const file = join(folder, `${name}.parquet`);
  if (!existsSync(file)) lacuna([...args, file], 'inherit');
}
const files = ({ name }) => `${name}=${name}.parquet`;
const audit = [
  'audit',
  '--dense',
  'dense.parquet',
  '--compressed',
  `${MADE[0].name}.parquet`,
  '--paired',
  '--json',
];
audit.push(...MADE.flatMap((made) => ['--level', files(made)]));
commands.push(`npm run -s lacuna -- ${audit.join(' ')}`);
const here = audit.map((part) => part.replace(/([\w-]+\.parquet)$/, (file) => join(folder, file)));
const { images, members, options, levels } = JSON.parse(lacuna(here, 'pipe'));
const document = {
  command: `node ${relative(root, fileURLToPath(import.meta.url))} FOLDER`,
  commands,
  zoo: ZOO,
  images,
  networks: members.dense,
  options,
  made: MADE.map(({ name, title, kind }) => ({ name, title, kind })),
  rows: levels.rows,
  pairs: levels.versus.map(({ first, second, paired, pies, top1 }) => ({
    first,
    second,
    paired,
    pies,
    top1,
  })),
};
writeFileSync(join(root, 'docs/made.json'), `${JSON.stringify(document, null, 1)}\n`);
console.log(`docs/made.json: ${MADE.length} populations of ${members.dense} networks, ${images} images.`);
