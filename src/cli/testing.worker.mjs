// Runs commands one after the other in one thread, for tests: what they print and the code that they end with
// go back together.
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { commandLine } from '../../scripts/lacuna.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { main } = await import(await commandLine());

parentPort.on('message', async ({ args, port, done }) => {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    process[stream].write = (text) => {
      printed[stream] += text;
      return true;
    };
  }
  const answer = (code) => {
    port.postMessage({ code, ...printed });
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  };
  // A process would end here with what it printed.
  process.removeAllListeners('uncaughtException').once('uncaughtException', ({ stack }) => {
    printed.stderr += stack;
    answer(1);
  });
  process.stdout.removeAllListeners('error');
  answer(await main(args, root));
});
