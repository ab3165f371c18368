import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isPredictionPath, predictionWords } from '../formats/kinds/formats';
import { isShown } from '../formats/tables/shownFile';
import { UsageError } from './flags';

/**
 * The files that paths stand for: themselves, all files of predictions below a folder, or what a pattern with
 * * and ? fits where no shell has done it.
 */
export function expandPaths(paths: string[]): string[] {
  return paths.flatMap((path) => {
    if (path === '-') return [path];
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory()) return filesBelow(path);
    if (entry || !/[*?]/.test(path)) return [path];
    const found = matches(path);
    if (found.length === 0) throw new UsageError(`Expected files that fit ${path}, got none.`);
    return found;
  });
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names
    .filter((name) => isPredictionPath(name) && isShown(name.split(sep).join('/')))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  if (files.length > 0) return files;
  throw new Error(
    `${folder}: expected files of predictions (${predictionWords(', ')}) in the folder, got none.`,
  );
}

function matches(pattern: string): string[] {
  const pieces = pattern.split(/[\\/]/);
  let found = [pieces[0] === '' ? '/' : ''];
  for (const piece of pieces[0] === '' ? pieces.slice(1) : pieces) {
    if (!/[*?]/.test(piece)) {
      found = found.map((base) => join(base, piece));
      continue;
    }
    const fits = new RegExp(
      `^${piece
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    found = found.flatMap((base) =>
      namesIn(base || '.')
        .filter((name) => fits.test(name) && !name.startsWith('.'))
        .map((name) => join(base, name)),
    );
  }
  return found.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function namesIn(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  return isFolder ? readdirSync(folder).sort() : [];
}
