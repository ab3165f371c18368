import { named } from '../check';
import type { LongTable } from '../tables/longTable';
import { familyOf, type PopulationRole, roleOfName } from '../tables/populationNames';

/** Anything that has predictions of several networks, by id. */
type Networks = { model: { values: string[] } };

/** Some networks of a table, by id; null: all of them. */
type Part<T> = { table: T; models: ReadonlySet<string> | null };

/** The populations of one file, and the file. */
export type FilePopulations<T extends Networks = LongTable> = {
  file: string;
  populations: { name: string; table: T }[];
};

/** Networks that belong together by a name; null where nothing tells them apart. */
type Candidate<T> = { file: string; name: string | null; part: Part<T> };

/** The networks that a role was given, and the populations of the same files that it leaves out. */
export type ChosenPopulation<T = LongTable> = { parts: Part<T>[]; name: string | null; others: string[] };

/**
 * The networks of files that stand for a role. Of a file with several populations it is `wanted`, or the one
 * that is called like the role, or by a word for it (`pruned` is compressed). Networks of one table are
 * several populations where their names have different words, or where another role takes the same file
 * (`isShared`). Throws one sentence that says how to choose.
 */
export function choosePopulation<T extends Networks>(
  files: FilePopulations<T>[],
  role: PopulationRole,
  { wanted, isShared }: { wanted: string | null; isShared: boolean },
): ChosenPopulation<T> {
  const all = files.flatMap((file) => candidates(file, isShared || wanted !== null));
  const names = [...new Set(all.map(({ name }) => name))];
  const found = wanted === null ? nameFor(names, role, isShared) : names.find((name) => name === wanted);
  if (found === undefined) {
    const known = names.map((name) => named(name ?? 'networks without a name')).join(', ');
    const asked = wanted === null ? '' : `, got no ${named(wanted)}`;
    throw new Error(
      `${files[0].file}: expected to know which networks are ${role}, got the populations ` +
        `${known}${asked}; say which with --population ${role}=NAME.`,
    );
  }
  return {
    parts: all.filter(({ name }) => name === found).map(({ part }) => part),
    name: found,
    others: names.filter((name) => name !== found && name !== null) as string[],
  };
}

function candidates<T extends Networks>(
  { file, populations }: FilePopulations<T>,
  mustSplit: boolean,
): Candidate<T>[] {
  const [{ name: only, table }] = populations;
  if (populations.length > 1 || only !== 'predictions') {
    return populations.map(({ name, table: own }) => ({ file, name, part: { table: own, models: null } }));
  }
  const families = new Map<string, Set<string>>();
  for (const id of table.model.values) {
    const family = familyOf(id);
    families.set(family, (families.get(family) ?? new Set()).add(id));
  }
  const words = new Set([...families.keys()].map(roleOfName));
  const tells =
    words.size > 1 || (mustSplit && families.size > 1 && families.size < table.model.values.length);
  if (!tells) return [{ file, name: null, part: { table, models: null } }];
  return [...families].map(([name, models]) => ({ file, name, part: { table, models } }));
}

/** The name that stands for a role; undefined where none or several do. */
function nameFor(
  names: (string | null)[],
  role: PopulationRole,
  isShared: boolean,
): string | null | undefined {
  if (names.length === 1 && (!isShared || names[0] === null)) return names[0];
  if (names.includes(role)) return role;
  const called = names.filter((name) => name !== null && roleOfName(name) === role);
  if (called.length === 1) return called[0];
  if (called.length > 1 || names.length !== 2 || role === 'null') return undefined;
  // Of two populations one is what the other is not.
  const opposite = role === 'dense' ? 'compressed' : 'dense';
  const rest = names.filter((name) => name === null || roleOfName(name) !== opposite);
  return rest.length === 1 ? rest[0] : undefined;
}
