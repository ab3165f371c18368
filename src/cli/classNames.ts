import { readFile } from 'node:fs/promises';
import { readBytes } from './files';

/** The names of the classes from a file, one a line, each once. */
export async function readClasses(path: string): Promise<string[]> {
  await readBytes(path);
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const names = text.split(/\r\n|\n|\r/).map((line) => line.trim());
  while (names.at(-1) === '') names.pop();
  if (names.length === 0) throw new Error(`${path}: expected one class name a line, got an empty file.`);
  names.forEach((name, index) => {
    if (name === '')
      throw new Error(`${path}: expected a class name in line ${index + 1}, got an empty line.`);
    if (names.indexOf(name) !== index) {
      throw new Error(`${path}: expected each class name once, got "${name}" again in line ${index + 1}.`);
    }
  });
  return names;
}
