/** Which populations the networks of chosen files make, by their names, zeros and architectures. */
import { firstDifference } from '../../formats/network/population';
import { layerShapes } from '../../model/graph';
import { level as showLevel } from '../../text/format';
import { groupNetworks, type NetworkGroup, type Role } from '../bring/roles';
import type { PlannedPopulation, SeenSource } from './protocol';

/** The highest level that an experiment can name. */
const HIGHEST = 0.99;

/** Kernels of which more than this share is zero were pruned. */
const PRUNED = 0.05;

/**
 * The groups of networks by file, folder and name, with what they seem to be by their names and by the share
 * of weights that are zero. Where none is called dense, the one with the fewest zeros is, if that was not
 * pruned: a word such as "small" need not mean compression.
 */
export function guessGroups(sources: SeenSource[]): NetworkGroup[] {
  const zerosOf = (source: number, id: string) =>
    sources[source].networks.find((network) => network.id === id)?.zeros ?? 0;
  // Folders tell populations apart as words do.
  const named = sources.map(({ name, networks }) => ({
    name: name.replace(/\.(safetensors|onnx|json)$/i, '').replaceAll('/', ' '),
    networks: networks.map(({ id }) => id),
  }));
  const groups = groupNetworks(named, {
    seems: (source, id) => (zerosOf(source, id) > PRUNED ? 'compressed' : null),
    several: true,
  }).map((group) => ({ ...group, role: sources[group.networks[0].source].role ?? group.role }));
  if (groups.some(({ role }) => role === 'dense')) return groups;
  const most = groups.map(({ networks, role }) =>
    role === 'null' ? 1 : Math.max(...networks.map(({ source, id }) => zerosOf(source, id))),
  );
  const fewest = most.indexOf(Math.min(...most));
  return groups.map((group, at) =>
    at === fewest && most[at] <= PRUNED ? { ...group, role: 'dense' as const } : group,
  );
}

/** The same groups with two of them, by title, as one in the place of the first. */
export function joinGroups(groups: NetworkGroup[], first: string, second: string): NetworkGroup[] {
  const other = groups.find(({ title }) => title === second);
  return groups.flatMap((group) => {
    if (group.title === second) return [];
    if (group.title !== first || !other) return [group];
    return [{ ...group, title: `${first}, ${second}`, networks: [...group.networks, ...other.networks] }];
  });
}

/** The number of classes that a network tells apart. */
export function outputsOf({ architecture }: SeenSource): number {
  return layerShapes(architecture).at(-1)?.channels ?? 0;
}

/**
 * The populations that networks make by their roles: all dense ones, all retrained ones, and the compressed
 * ones of each group. `problem` is one sentence on the first thing that does not fit, with the files it is
 * about; `alike` are the titles of two compressed groups of one level.
 */
export function planPopulations(
  sources: SeenSource[],
  groups: NetworkGroup[],
  roleOf: (network: { source: number; id: string }) => Role,
): { populations: PlannedPopulation[]; problem: string | null; alike: [string, string] | null } {
  const membersOf = (role: Role, within = groups) =>
    within
      .flatMap(({ networks }) => networks)
      .filter((network) => roleOf(network) === role)
      .map(({ source, id }) => ({
        source,
        member: sources[source].networks.findIndex((network) => network.id === id),
      }));
  const plan = (
    kind: PlannedPopulation['kind'],
    title: string,
    networks: PlannedPopulation['networks'],
  ): PlannedPopulation[] => {
    if (networks.length === 0) return [];
    const zeros = networks.reduce(
      (sum, { source, member }) => sum + sources[source].networks[member].zeros,
      0,
    );
    const level = kind === 'sparse' ? Math.round((100 * zeros) / networks.length) / 100 : 0;
    return [{ kind, level, title, networks }];
  };
  const populations = [
    ...plan('dense', 'dense', membersOf('dense')),
    ...plan('null', 'retrained', membersOf('null')),
    ...groups.flatMap((group) => plan('sparse', group.title, membersOf('compressed', [group]))),
  ];
  const sparse = populations.filter(({ kind }) => kind === 'sparse');
  const twin = sparse.find(({ level }, at) => sparse.findIndex((other) => other.level === level) < at);
  const first = twin && sparse.find(({ level }) => level === twin.level);
  return {
    populations,
    problem: problemOf(sources, populations) ?? (first && twin ? sameLevel(sources, first, twin) : null),
    alike: first && twin ? [first.title, twin.title] : null,
  };
}

function problemOf(sources: SeenSource[], populations: PlannedPopulation[]): string | null {
  const [dense] = populations;
  if (dense?.kind !== 'dense') return 'Choose at least one dense network.';
  const model = sources[dense.networks[0].source];
  for (const { networks, kind, level } of populations) {
    for (const { source } of networks) {
      const { name } = sources[source];
      const [wanted, got] = [outputsOf(model), outputsOf(sources[source])];
      if (wanted !== got) return `${name}: expected ${wanted} classes like ${model.name}, got ${got}.`;
      const differs = architectureDifference(model, sources[source]);
      if (differs) {
        return (
          `${name}: expected the architecture of ${model.name}, got another one from ${differs}; ` +
          'leave one of them out.'
        );
      }
    }
    if (kind === 'sparse' && level > HIGHEST) {
      const names = namesOf(sources, networks);
      return `${names}: expected some weights to be left, got ${showLevel(level)} of them zero.`;
    }
  }
  return null;
}

/** Where two architectures differ; the means and deviations only where both files say them. */
function architectureDifference(a: SeenSource, b: SeenSource): string | null {
  const { mean, std } = a.architecture.input;
  const known = a.hasNormalisation && b.hasNormalisation;
  const input = known ? b.architecture.input : { ...b.architecture.input, mean, std };
  return firstDifference(a.architecture, { ...b.architecture, input });
}

function sameLevel(sources: SeenSource[], a: PlannedPopulation, b: PlannedPopulation): string {
  return (
    `${namesOf(sources, a.networks)} and ${namesOf(sources, b.networks)}: expected compressed ` +
    `populations of different levels, got ${showLevel(a.level)} zero weights in both; take them as ` +
    'one, or leave one out.'
  );
}

function namesOf(sources: SeenSource[], networks: PlannedPopulation['networks']): string {
  const names = [...new Set(networks.map(({ source }) => sources[source].name))];
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}
