import { hiveOf } from '../../formats/tables/hive';
import { stem, withoutPart } from '../../formats/tables/mergeTables';
import { familyOf, roleOfName } from '../../formats/tables/populationNames';

/** What networks of an import stand for. */
export type Role = 'dense' | 'compressed' | 'null' | 'none';

/** Networks as a file gives them: its population's name, their ids. */
export type NetworkSource = { name: string; networks: string[] };

/** Networks that belong together by their names: where they come from, and what they seem to be. */
export type NetworkGroup = { title: string; networks: { source: number; id: string }[]; role: Role };

/** Past so many groups in a file, its names tell nothing. */
const MOST_GROUPS = 12;

/** What is known of networks besides their names. */
type GroupOptions = {
  /** What a network seems to be by its content, where no name says. */
  seems?: (source: number, id: string) => Role | null;
  /**
   * Whether files are networks, of which there may be several compressed populations; those called by numbers
   * alone belong together.
   */
  several?: boolean;
};

/**
 * Groups networks by file and by name, and guesses from the words in both what each group is. With two groups
 * and no such word the first is dense. Of several compressed populations the last is taken, since one
 * comparison has one, unless `several` says otherwise.
 */
export function groupNetworks(
  sources: NetworkSource[],
  { seems = () => null, several = false }: GroupOptions = {},
): NetworkGroup[] {
  const groups = new Map<string, NetworkGroup>();
  const put = (key: string, title: string, role: Role | null, source: number, id: string) => {
    const group = groups.get(key) ?? { title, networks: [], role: role ?? 'none' };
    group.networks.push({ source, id });
    groups.set(key, group);
  };
  const folders = several ? [] : withoutCommon(sources.map(({ name }) => foldersOf(name)));
  const isApart = new Set(folders).size > 1;
  sources.forEach(({ name, networks }, source) => {
    const label = several ? stem(name) : withoutPart(name);
    const folder = isApart ? folders[source] : '';
    const inFolder = (title: string) => [folder, title].filter((part) => part !== '').join('/');
    const roleHere = (id: string) => roleOfName(folder) ?? seems(source, id);
    if (networks.length === 1) {
      const [id] = networks;
      const kin = familyOf(label) || (several ? 'networks' : folder === '' ? label : '');
      const role = roleOfName(label) ?? roleOfName(id) ?? roleHere(id);
      put(`single ${inFolder(kin)}`, inFolder(kin), role, source, id);
      return;
    }
    const families = new Set(networks.map(familyOf));
    const tells = !several || families.size < networks.length;
    const split = tells && families.size > 1 && families.size <= MOST_GROUPS;
    for (const id of networks) {
      const kin = familyOf(id);
      const title = inFolder(split ? `${label}: ${kin || 'numbers'}` : label);
      const role = roleOfName(kin) ?? roleOfName(label) ?? roleHere(id);
      // Parts of one population are one group.
      const own = label === stem(name) && !isApart ? `${source}` : `parts ${title}`;
      put(split ? `${own} ${kin}` : own, title, role, source, id);
    }
  });
  return withOneOfEach([...groups.values()], several);
}

function withOneOfEach(groups: NetworkGroup[], several: boolean): NetworkGroup[] {
  const known = groups.some(({ role }) => role !== 'none');
  if (groups.length === 2 && !known) {
    return [
      { ...groups[0], role: 'dense' },
      { ...groups[1], role: 'compressed' },
    ];
  }
  const unknown = groups.filter(({ role }) => role === 'none');
  const lacks = (wanted: Role) => groups.every(({ role }) => role !== wanted);
  const [only] = unknown.length === 1 ? unknown : [];
  const rest: Role | null | undefined =
    only && (lacks('dense') ? 'dense' : lacks('compressed') ? 'compressed' : null);
  const filled = groups.map((group) => (group === only && rest ? { ...group, role: rest } : group));
  if (several) return filled;
  const last = filled.findLastIndex(({ role }) => role === 'compressed');
  return filled.map((group, at) =>
    group.role === 'compressed' && at !== last ? { ...group, role: 'none' as const } : group,
  );
}

/**
 * The folders of a file that may tell its population: the one that Hive calls so, else all but those that
 * name a network.
 */
function foldersOf(name: string): string[] {
  const { population } = hiveOf(name);
  const folders = name.split('/').slice(0, -1);
  return population === null ? folders.filter((folder) => !/^[^=]+=/.test(folder)) : [population];
}

/** Folders without those above, in which all files lie. */
function withoutCommon(all: string[][]): string[] {
  const [first = []] = all;
  const apart = first.findIndex((folder, depth) => all.some((own) => own[depth] !== folder));
  const depth = apart < 0 ? first.length : apart;
  return all.map((own) => own.slice(depth).join('/'));
}
