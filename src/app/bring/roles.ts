import { stem } from '../../formats/tables/mergeTables';

/** What networks of an import stand for. */
export type Role = 'dense' | 'compressed' | 'null' | 'none';

/** Networks as a file gives them: its population's name, their ids. */
export type NetworkSource = { name: string; networks: string[] };

/** Networks that belong together by their names: where they come from, and what they seem to be. */
export type NetworkGroup = { title: string; networks: { source: number; id: string }[]; role: Role };

/** Past so many groups in a file, its names tell nothing. */
const MOST_GROUPS = 12;

const WORDS: [Role, RegExp][] = [
  ['null', /null|retrain|reseed|second|again/i],
  ['compressed', /compress|sparse|prun|quant|int8|int4|float16|fp16|distil|small|tiny|lite/i],
  ['dense', /dense|base|orig|full|uncompressed|unpruned|teacher|float32|fp32/i],
];

function roleOf(text: string): Role | null {
  if (/uncompressed|unpruned/i.test(text)) return 'dense';
  return WORDS.find(([, words]) => words.test(text))?.[0] ?? null;
}

/** A network's id without the number that tells it from its siblings. */
function family(id: string): string {
  return id.replace(/[\s_\-./:#]*(seed|run|fold|member|model|net|network)?[\s_\-./:#]*\d+$/i, '');
}

/** What is known of networks besides their names. */
type GroupOptions = {
  /** What a network seems to be by its content, where no name says. */
  seems?: (source: number, id: string) => Role | null;
  /** Whether files are networks, of which there may be several compressed populations; those called by numbers alone belong together. */
  several?: boolean;
};

/**
 * Groups networks by file and by name, and guesses from the words in both what each group is. With two groups and no such word the first is
 * dense. Of several compressed populations the last is taken, since one comparison has one, unless `several` says otherwise.
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
  sources.forEach(({ name, networks }, source) => {
    const label = stem(name);
    if (networks.length === 1) {
      const [id] = networks;
      const kin = family(label) || (several ? 'networks' : label);
      put(`single ${kin}`, kin, roleOf(label) ?? roleOf(id) ?? seems(source, id), source, id);
      return;
    }
    const families = new Set(networks.map(family));
    const tells = !several || families.size < networks.length;
    const split = tells && families.size > 1 && families.size <= MOST_GROUPS;
    for (const id of networks) {
      const kin = family(id);
      const title = split ? `${label}: ${kin || 'numbers'}` : label;
      const role = roleOf(kin) ?? roleOf(label) ?? seems(source, id);
      put(split ? `${source} ${kin}` : `${source}`, title, role, source, id);
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
