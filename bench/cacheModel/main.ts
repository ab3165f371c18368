// What networks would wait for memory with second caches of other sizes than this machine's: a model, nothing
// is timed. One table of networks, or of the steps of one.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { textTable } from '../../src/cli/textTable';
import { samplePopulation } from '../../src/engine/samples';
import { instantiateKernels, LANES } from '../../src/engine/wasm/kernels';
import type { Population } from '../../src/model/population';
import { prunePopulation } from '../../src/model/prune';
import { fixed } from '../../src/text/fixed';
import { NETWORKS, type NetworkName } from '../architectures/networks';
import { createCaches, waiting } from './cache';
import { traceSteps } from './trace';

const KB = 1024;
const FIRST = 32 * KB;
const SECONDS = [256, 512, 1024, 2048].map((size) => size * KB);

const root = new URL('../../', import.meta.url);

/** Networks with all weights, and with 90% removed: the zoo's layer by layer, the others by one threshold. */
function populations(): Map<string, Population> {
  const manifest = readFileSync(new URL('public/zoo/fashion-mnist/manifest.json', root), 'utf8');
  const { architecture } = JSON.parse(manifest);
  const all = new Map([
    ['zoo dense', samplePopulation(architecture, 1, 1, 11)],
    ['zoo 90%', samplePopulation(architecture, 1, 0.1, 11)],
  ]);
  for (const name of ['resnet20', 'wrn16x2', 'vgg11'] as const satisfies NetworkName[]) {
    const dense = samplePopulation(NETWORKS[name](), 1, 1, 11);
    all.set(`${name} dense`, dense);
    const settings = { method: 'magnitude', scope: 'global', sparsity: 0.9, seed: 0 } as const;
    all.set(`${name} 90%`, prunePopulation(dense, settings));
  }
  return all;
}

const plain = await WebAssembly.compile(readFileSync(new URL('src/engine/wasm/build/plain.wasm', root)));

/** What each step of a network takes, in its second run of 16 images: the first fills the caches. */
async function costs(population: Population, rate: number, gigabytes: number, images: number) {
  const steps = traceSteps(await instantiateKernels(plain), population, images);
  const caches = createCaches(FIRST, SECONDS);
  const runs = LANES / images;
  const run = () =>
    steps.map((step) => {
      step.trace(caches.touch);
      return { ...step, ...caches.takeBytes() };
    });
  run();
  // Each run after the first is like the second.
  return run().map(({ name, form, multiplyAdds, ...bytes }) => {
    const first = runs * bytes.first;
    const seconds = bytes.seconds.map((each) => runs * each);
    const computeMs = multiplyAdds / rate / 1e6;
    const waits = seconds.map((bytes) => waiting(computeMs, bytes, gigabytes));
    return { name, form, multiplyAdds, computeMs, first, seconds, waits };
  });
}

type Cost = Awaited<ReturnType<typeof costs>>[number];

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

function cells(steps: Cost[]): string[] {
  const compute = sum(steps.map(({ computeMs }) => computeMs));
  const share = (ms: number) => fixed((100 * ms) / compute, 0);
  return [
    fixed(compute, 2),
    fixed(sum(steps.map(({ first }) => first)) / 1e6, 1),
    ...SECONDS.map((_, size) => {
      const megabytes = fixed(sum(steps.map(({ seconds }) => seconds[size])) / 1e6, 1);
      const waits = steps.map((step) => step.waits[size]);
      const [least, most] = [sum(waits.map((wait) => wait.least)), sum(waits.map((wait) => wait.most))];
      return compute === 0 ? megabytes : `${megabytes}, ${share(least)} to ${share(most)}%`;
    }),
  ];
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      network: { type: 'string' },
      gigabytes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '20' },
      images: { type: 'string', default: String(LANES) },
    },
  });
  const [rate, gigabytes] = [Number(values.rate), Number(values.gigabytes)];
  const images = Number(values.images);
  const head = ['ms', 'MB beyond L1', ...SECONDS.map((bytes) => `beyond ${bytes / KB} KB`)];
  const known = populations();
  const one = values.network === undefined ? undefined : known.get(values.network);
  if (values.network !== undefined && !one) {
    throw new Error(`Expected one of ${[...known.keys()].join(', ')}, got "${values.network}".`);
  }
  console.log(
    `16 images, ${images} at once, one core: ${rate} G multiply-adds and ${gigabytes} GB from beyond L2 a ` +
      'second; MB, and what waiting adds, at least and at most',
  );
  const rows = one
    ? (await costs(one, rate, gigabytes, images)).map((step) => [
        `${step.name} ${step.form}`,
        ...cells([step]),
      ])
    : await Promise.all(
        [...known].map(async ([name, all]) => [name, ...cells(await costs(all, rate, gigabytes, images))]),
      );
  console.log(textTable([one ? 'step' : 'network', ...head], rows));
}

await main(process.argv.slice(2));
