import { roleOfColumn } from '../columnNames';

/**
 * What the folders of a path say of a file, as Hive and Spark write it:
 * `population=dense/model=seed-0/part-0.parquet`.
 */
export function hiveOf(path: string): { model: string | null; population: string | null } {
  const found: { model: string | null; population: string | null } = { model: null, population: null };
  for (const folder of path.split(/[\\/]/).slice(0, -1)) {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(folder) ?? [];
    const role = name === undefined ? null : roleOfColumn(name);
    if (role !== 'model' && role !== 'population') continue;
    try {
      found[role] = decodeURIComponent(value);
    } catch {
      found[role] = value;
    }
  }
  return found;
}
