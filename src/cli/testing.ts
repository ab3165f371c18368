// What tests of the command line run it with: the real command, and folders of files.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Ended = { code: number | null; stdout: string; stderr: string };

/** A minute and a half, in milliseconds: what the longest command of a test may take. */
const LIMIT = 90_000;

let started: Worker | null = null;

/**
 * The thread that runs commands: started once, so that each costs its own work and not a process and its
 * modules too.
 */
function commandThread(): Worker {
  started ??= new Worker(new URL('./testing.worker.mjs', import.meta.url));
  started.unref();
  return started;
}

/** What the real command, bundled as for its users, printed and how it ended. */
export function lacuna(...args: string[]): Ended {
  const { port1: answers, port2: port } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  commandThread().postMessage({ args, port, done }, [port]);
  Atomics.wait(done, 0, 0, LIMIT);
  const ended: Ended | undefined = receiveMessageOnPort(answers)?.message;
  answers.close();
  if (!ended) throw new Error(`Expected lacuna ${args.join(' ')} to end within ${LIMIT} ms, and it did not.`);
  return ended;
}

/** A fresh folder with files of the given names and contents; gives the path of a name in it. */
export function folderOf(files: Record<string, string | Uint8Array>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'lacuna-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return (name) => join(folder, name);
}
