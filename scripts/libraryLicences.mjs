// The licences of the libraries whose code a build holds, workers included, in one file beside it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the licences stand, relative to the page. */
const FILE = 'licences/libraries.txt';

/** The folder of the package that a module is of; null for modules of our own. */
export function packageFolder(module) {
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module.replaceAll('\\', '/')) ?? [];
  return folder ?? null;
}

/** The name, version and licence of a package, then the texts that it comes with. */
export function licenceText(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  // Code that a package holds of others has its licences in folders of its own.
  const texts = readdirSync(folder, { recursive: true })
    .filter((file) => /(^|[\\/])(licen[cs]e|notice)[^\\/]*$/i.test(file) && !/node_modules/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return { head: `${name} ${version} (${license})`, text: texts.join('\n\n') };
}

/** One text of all licences: packages with the same text stand together above it. */
export function licencesOf(folders) {
  const byText = new Map();
  for (const { head, text } of folders.map(licenceText).sort((a, b) => (a.head < b.head ? -1 : 1))) {
    byText.set(text, [...(byText.get(text) ?? []), head]);
  }
  return [...byText]
    .map(([text, heads]) => `${heads.join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(72)}\n\n`);
}

/**
 * Two Vite plugins that share what they see: one for the page, which writes the file, one for its workers.
 */
export function libraryLicences() {
  const folders = new Set();
  const look = (_options, bundle) => {
    for (const chunk of Object.values(bundle)) {
      for (const module of Object.keys(chunk.modules ?? {})) {
        const folder = packageFolder(module.replace(/^\0/, ''));
        if (folder && existsSync(join(folder, 'package.json'))) folders.add(folder);
      }
    }
  };
  return {
    workers: () => ({ name: 'library-licences-of-workers', apply: 'build', generateBundle: look }),
    page: {
      name: 'library-licences',
      apply: 'build',
      generateBundle(options, bundle) {
        look(options, bundle);
        this.emitFile({ type: 'asset', fileName: FILE, source: licencesOf([...folders]) });
      },
    },
  };
}
