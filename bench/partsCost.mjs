// What an audit of a dataset of parts costs as images and as networks grow:
//   node bench/partsCost.mjs FOLDER [--runs 3] [--json FILE]
// Each size is written to the folder (bench/partsDataset.mjs) and audited by the command line in a process of
// its own. It tells the seconds of processor time, the least of some runs (what else a machine does lengthens
// them), the most memory, and how well a straight line fits (R2).
// Dense networks trained again are among them, so that the noise floor is counted. Where halves of the networks
// are drawn instead, their number is chosen so that they cost about the same at any size.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commandLine } from '../scripts/lacuna.mjs';
import { writePartsDataset } from './partsDataset.mjs';

const IMAGES = [100_000, 200_000, 400_000, 800_000];
const NETWORKS = [10, 20, 40, 60];
/** Images where networks grow, and networks where images do. */
const [OF_IMAGES, OF_NETWORKS] = [400_000, 30];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, runs: { type: 'string', default: '3' } },
});
const [folder] = positionals;
if (!folder) {
  console.error('Expected a folder to write to: node bench/partsCost.mjs FOLDER');
  process.exit(1);
}
const root = fileURLToPath(new URL('..', import.meta.url));
const main = await commandLine();

/** Seconds of processor time and megabytes of one audit. */
function cost(images, networks) {
  const parts = join(folder, `${images}x${networks}`);
  writePartsDataset(parts, { images, networks, classes: 1000, part: 65_536, retrained: true });
  const program = `
    const { main } = await import(${JSON.stringify(main)});
    await main(['audit', ${JSON.stringify(parts)}, '--quiet'], ${JSON.stringify(root)});
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const seconds = (userCPUTime + systemCPUTime) / 1e6;
    process.stderr.write(JSON.stringify({ seconds, megabytes: maxRSS / 1024 }));`;
  const runs = Array.from({ length: Number(values.runs) }, () => {
    const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stderr.slice(stderr.lastIndexOf('{')));
  });
  const told = runs.reduce((least, run) => (run.seconds < least.seconds ? run : least));
  console.log(
    `${images} images, 3 times ${networks} networks: ${told.seconds.toFixed(2)} s, ` +
      `${told.megabytes.toFixed(0)} MB`,
  );
  return told;
}

/** The least-squares line of y on x, and the share of the variance that it explains. */
function line(x, y) {
  const [mx, my] = [x, y].map((all) => all.reduce((sum, value) => sum + value, 0) / all.length);
  const [xx, xy, yy] = [
    [x, mx, x, mx],
    [x, mx, y, my],
    [y, my, y, my],
  ].map(([a, ma, b, mb]) => a.reduce((sum, value, at) => sum + (value - ma) * (b[at] - mb), 0));
  return { slope: xy / xx, intercept: my - (xy / xx) * mx, r2: xy ** 2 / (xx * yy) };
}

const results = {};
for (const [name, x, of] of [
  ['images', IMAGES, (images) => cost(images, OF_NETWORKS)],
  ['networks', NETWORKS, (networks) => cost(OF_IMAGES, networks)],
]) {
  const costs = x.map(of);
  const fit = line(
    x,
    costs.map(({ seconds }) => seconds),
  );
  console.log(`against ${name}: R2 ${fit.r2.toFixed(4)}, ${fit.slope.toPrecision(3)} s each`);
  results[name] = { x, costs, ...fit };
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
