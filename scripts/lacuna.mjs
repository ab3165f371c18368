// The command line straight from the sources: bundled on first use and whenever a source has changed, then
// run.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/lacuna');
const rooms = readdirSync(join(root, 'src'))
  .filter((room) => room !== 'app')
  .map((room) => join(root, 'src', room));

const sources = rooms
  .flatMap((room) => readdirSync(room, { recursive: true }).map((name) => join(room, name)))
  .filter((path) => /\.(tsx?|css)$/.test(path) && !/\.test\.tsx?$/.test(path));
const stamp = createHash('sha256');
for (const path of [...sources.sort(), join(root, 'package-lock.json'), fileURLToPath(import.meta.url)]) {
  const { mtimeMs, size } = statSync(path);
  stamp.update(`${path} ${mtimeMs} ${size}\n`);
}
const bundle = join(cache, stamp.digest('hex').slice(0, 16));

/** The bundle's own address, bundled if it is not there. */
export async function commandLine() {
  if (!existsSync(bundle)) build();
  return pathToFileURL(join(bundle, 'main.mjs')).href;
}

function build() {
  const draft = `${bundle}-${process.pid}`;
  mkdirSync(cache, { recursive: true });
  // In a process of its own, whose memory does not stay with the command.
  const bundler = join(root, 'scripts/bundle-command-line.mjs');
  execFileSync(process.execPath, [bundler, draft], { stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(draft, bundle);
  } catch {
    rmSync(draft, { recursive: true }); // Another process was first.
  }
  const old = Date.now() - 10 * 60_000;
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (path !== bundle && statSync(path, { throwIfNoEntry: false })?.mtimeMs < old) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const { main } = await import(await commandLine());
  process.exitCode = await main(process.argv.slice(2), root);
}
