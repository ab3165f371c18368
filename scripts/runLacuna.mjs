// `lacuna` in a process of its own, for scripts that run it many times over.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs it with these words and gives what it prints; ends this process with its code where it fails. */
export function runLacuna(words) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/lacuna.mjs', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
