/**
 * Ends the program where reading a file takes far longer than its bytes explain: a last resort behind the
 * readers' own budgets.
 */
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';
import { printable } from './printable';

/** How long a file may take, in milliseconds: a minute, and so much more for every mebibyte. */
const LEAST = 60_000;
const A_MEBIBYTE = 20_000;

/**
 * A thread of its own hears a clock while the main one is busy: it writes the sentence and ends the process.
 */
const CLOCK = `
const { parentPort } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let timer;
parentPort.on('message', ({ sentence, limit }) => {
  clearTimeout(timer);
  if (limit === null) return;
  timer = setTimeout(() => {
    writeSync(2, sentence + '\\n');
    process.kill(process.pid, 'SIGTERM');
  }, limit);
});
`;

let clock: Worker | null = null;

/**
 * How long a file of so many bytes may take to be read, in milliseconds; LACUNA_READING_SECONDS, where it is
 * set, instead.
 */
function limitFor(bytes: number): number {
  const own = Number(process.env.LACUNA_READING_SECONDS);
  return own > 0 ? 1000 * own : LEAST + (A_MEBIBYTE * bytes) / (1 << 20);
}

/**
 * What `read` gives of a file of `bytes` bytes; where it takes too long, the program ends with one sentence.
 */
export async function withinLimit<T>(file: string, bytes: number, read: () => Promise<T>): Promise<T> {
  // Within a thread of another program the process is not this one's to end.
  if (!isMainThread) return read();
  const limit = limitFor(bytes);
  if (!clock) {
    clock = new Worker(CLOCK, { eval: true });
    // One that does not run yet would not hear.
    await once(clock, 'online');
    clock.unref();
  }
  const sentence =
    `${file}: expected a file of ${bytes} bytes that is read within ${Math.round(limit / 1000)} ` +
    'seconds, got one that takes longer; it is damaged, or made to.';
  clock.postMessage({ sentence: printable(sentence), limit });
  try {
    return await read();
  } finally {
    clock.postMessage({ sentence: '', limit: null });
  }
}
