// Where the processor's time goes between a new level and its first answers, by kind of thread (Linux):
// `node bench/pruneThreads.mjs`. It is what more rounds of the bench's part `prune` take more.
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { threadTimes } from './threadTimes.mjs';

const [FEW, MANY] = [5, 45];
const root = fileURLToPath(new URL('..', import.meta.url));

async function load(name) {
  const path = `${root}bench/node/${name}.ts`;
  return (await runnerImport(path, { root, configFile: false, logLevel: 'error' })).module;
}

const { buildPages } = await load('build');
const { launch, runPart } = await load('browser');
const { serve } = await load('serve');
const server = await serve({ '': await buildPages(root) });
const browser = await launch('none');
const session = await browser.newBrowserCDPSession();

/** What the part finds in so many rounds, and the milliseconds of each kind of thread. */
async function spentIn(rounds) {
  const before = await threadTimes(session);
  const seen = new Map();
  let isDone = false;
  const looking = (async () => {
    // Workers end with the part, and their times with them.
    while (!isDone) {
      for (const [thread, ms] of await threadTimes(session)) seen.set(thread, ms);
      await setTimeout(30);
    }
  })();
  const found = await runPart(browser, server.url, 'prune', { members: 30, threads: 2, rounds });
  isDone = true;
  await looking;
  const spent = new Map();
  for (const [thread, ms] of seen) {
    const kind = thread.replace(/ \d+$/, '');
    spent.set(kind, (spent.get(kind) ?? 0) + ms - (before.get(thread) ?? 0));
  }
  return { found, spent };
}

const few = await spentIn(FEW);
const many = await spentIn(MANY);
const { maskMs, readyMs } = many.found;
console.log(
  `Masks after ${maskMs.median.toFixed(1)} ms, rows ready after ${readyMs.median.toFixed(1)} (medians).`,
);
console.log('Processor time of a level in ms:');
const each = [...many.spent].map(([kind, ms]) => [kind, (ms - (few.spent.get(kind) ?? 0)) / (MANY - FEW)]);
for (const [kind, ms] of each.sort((a, b) => b[1] - a[1])) {
  if (ms >= 0.5) console.log(`${ms.toFixed(1).padStart(6)} ${kind}`);
}
await browser.close();
server.close();
