// Populations made here of the zoo's dense networks, number formats and pruning, run over all test images and
// audited, each beside dense networks treated alike: writes docs/made.json, which `npm run findings` reads.
// Predictions go to FOLDER; those that are there already are not run again. Half an hour or more.
//
//   node scripts/made.mjs FOLDER
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLacuna } from './runLacuna.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ZOO = 'fashion-mnist';

const format = (name, title, id) => ({
  name,
  title,
  kind: 'format',
  beside: 'dense',
  options: `--variant quantised --format ${id}`,
});
/** Every network draws `images` of the calibration images; what it is compared with draws the same ones. */
const reEstimated = (images) => ({
  name: `re-estimated-${images}`,
  title: `re-estimated on ${images.toLocaleString('en')} images, nothing removed`,
  kind: 're-estimated',
  beside: 'dense',
  options: `--variant pruned --sparsity 0 --calibration ${images}`,
});
const pruned = (name, title, options, images) => ({
  name,
  title,
  kind: 'pruned',
  beside: `re-estimated-${images}`,
  options: `--variant pruned ${options} --calibration ${images}`,
});
const removed = (percent, images) =>
  pruned(`global-${percent}`, `${percent}% removed here`, `--sparsity ${percent / 100}`, images);

/**
 * What is made: a name for its file, a title, its kind, the population it is compared with, and the options
 * of `lacuna run`. The other population was treated alike but for what is removed or rounded.
 */
const MADE = [
  format('float16', 'float16 weights', 'float16'),
  format('int8', 'int8 weights', 'int8'),
  format('fixed', 'int8 weights and activations', 'fixed'),
  reEstimated(400),
  reEstimated(2000),
  removed(10, 400),
  removed(30, 400),
  removed(50, 400),
  removed(70, 400),
  removed(90, 2000),
  pruned('2-4', '2 of 4 weights kept', '--method 2:4', 2000),
  pruned('channels-50', '50% of the channels removed here', '--method channels --sparsity 0.5', 2000),
];

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Expected a folder for predictions, got none: node scripts/made.mjs FOLDER');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const runs = [{ name: 'dense', options: '--variant dense' }, ...MADE].map(({ name, options }) => {
  const args = `run --zoo ${ZOO} ${options} --out`.split(' ');
  const file = join(folder, `${name}.parquet`);
  if (!existsSync(file)) {
    const unfinished = join(folder, `unfinished-${name}.parquet`);
    runLacuna([...args, unfinished]);
    renameSync(unfinished, file);
  }
  return `npm run -s lacuna -- ${[...args, `${name}.parquet`].join(' ')}`;
});

/** What `lacuna audit` says of a population beside another one made of the same networks. */
function audited(beside, name) {
  const args = (place) =>
    `audit --dense ${place(beside)} --compressed ${place(name)} --paired --json`.split(' ');
  const said = JSON.parse(runLacuna(args((id) => join(folder, `${id}.parquet`))));
  return { said, command: `npm run -s lacuna -- ${args((id) => `${id}.parquet`).join(' ')}` };
}

const audits = MADE.map((made) => ({ ...made, ...audited(made.beside, made.name) }));
const made = audits.map(({ name, title, kind, beside, said }) => ({
  name,
  title,
  kind,
  beside,
  accuracyChange: said.accuracyChange,
  pies: { count: said.pies.count, outcomes: said.pies.outcomes, ties: said.pies.ties },
  flips: { value: said.flips, interval: said.flipsInterval },
  flagged: { raw: said.flagged.raw, adjusted: said.flagged.adjusted, tested: said.flagged.tested },
  // What the count would be beside the dense networks as trained: what re-estimation alone does is in it
  // then.
  piesAsTrained: beside === 'dense' ? said.pies.count : audited('dense', name).said.pies.count,
}));
const ofKind = (kind) => audits.filter((one) => one.kind === kind);
const pairs = ofKind('pruned').flatMap((cut) =>
  ofKind('format').map((rounded) => {
    const inFormat = new Set(rounded.said.pies.imageIds);
    const both = cut.said.pies.imageIds.filter((id) => inFormat.has(id)).length;
    return {
      pruned: cut.name,
      format: rounded.name,
      onlyPruned: cut.said.pies.count - both,
      both,
      onlyFormat: rounded.said.pies.count - both,
    };
  }),
);
const [{ said }] = audits;
const document = {
  command: `node ${relative(root, fileURLToPath(import.meta.url))} FOLDER`,
  commands: [...runs, ...audits.map(({ command }) => command)],
  zoo: ZOO,
  images: said.images,
  networks: said.members.dense,
  options: said.options,
  made,
  pairs,
};
writeFileSync(join(root, 'docs/made.json'), `${JSON.stringify(document, null, 1)}\n`);
console.log(
  `docs/made.json: ${MADE.length} populations of ${document.networks} networks, ${said.images} images.`,
);
