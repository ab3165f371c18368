// What panels ask of a dataset of parts costs, in processor time:
//   node bench/partsPanels.mjs FOLDER [--only groups,map]
// The folder is that of bench/partsDataset.mjs. Told are the seconds that an answer takes and those of its
// longest slice, which is how long the page's worker hears nothing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('Expected a folder of parts: node bench/partsPanels.mjs FOLDER');
  process.exit(1);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = mkdtempSync(join(tmpdir(), 'lacuna-panels-'));
process.on('exit', () => rmSync(bundle, { recursive: true, force: true }));
const needed = {
  folder: 'src/cli/partsFolder.ts',
  audit: 'src/audit/audit.ts',
  questions: 'src/app/panels/questions.ts',
};
await build({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'error',
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: bundle,
    minify: false,
    target: 'node20',
    rollupOptions: {
      input: Object.fromEntries(Object.entries(needed).map(([name, path]) => [name, join(root, path)])),
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
});
const load = (name) => import(pathToFileURL(join(bundle, `${name}.mjs`)).href);

const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const { readFolder } = await load('folder');
const { audit } = await load('audit');
const { questions } = await load('questions');
const { aligned } = await readFolder(folder, new Map(), () => {});
const [dense, compressed, nulls = null] = aligned.predictions;
const findings = audit(dense, compressed, aligned.truth, { paired: false }, nulls);
const compared = {
  findings,
  dense,
  compressed,
  nulls: async () => nulls,
  truth: async () => aligned.truth,
  imageMap: async () => null,
  attributes: async () => [{ name: 'class', categories: aligned.classNames, codes: aligned.truth }],
};
const asked = {
  groups: { by: ['class'], target: null },
  map: null,
  indices: null,
  predictors: null,
  sameImages: null,
  retraining: null,
  draws: null,
};
const only = values.only.split(',').filter(Boolean);
console.log(`${findings.images} images, ${dense.members.length} + ${compressed.members.length} networks`);
for (const [id, of] of Object.entries(asked)) {
  if (only.length > 0 && !only.includes(id)) continue;
  const work = (await questions[id]()).compute(compared, of);
  let [all, longest, slices] = [0, 0, 0];
  for (let step = {}; !step.done; slices++) {
    const before = seconds();
    step = await work.next();
    const took = seconds() - before;
    all += took;
    longest = Math.max(longest, took);
  }
  console.log(`${id.padEnd(12)}${all.toFixed(1)} s, longest slice ${longest.toFixed(2)} s, ${slices} slices`);
}
