/** Populations from the networks of files, with what is done to their images. */
import type { Normalisation } from '../../formats/network/assemble';
import type { FoundNetworks } from '../../formats/network/networkFiles';
import { type ImportedMember, stackNetworks } from '../../formats/network/population';
import { type Architecture, kernelName, prunableLayers, tensorShapes } from '../../model/architecture';
import type { Population } from '../../model/population';
import { channelSpread, looksFolded } from '../../model/unfolded';
import type { KnownNetworks } from './known';
import type { PlannedPopulation, SeenSource } from './protocol';

/** What the page needs to know of the networks of a file. */
export function seenSource(found: FoundNetworks | KnownNetworks): SeenSource {
  const { name, members, hasNormalisation, classes } = found;
  return {
    name,
    networks: members.map((member) => ({
      id: member.id,
      zeros: zeroShare(member),
      folded: foldedSpread(member.network),
    })),
    architecture: members[0].network.architecture,
    hasNormalisation,
    classes,
    role: 'role' in found ? found.role : null,
  };
}

/**
 * How much the scales of a network's channels vary, where they look as if BatchNorm had been folded into
 * them; else null.
 */
function foldedSpread({ architecture, tensors }: ImportedMember['network']): number | null {
  const spread = channelSpread(architecture, (name) => tensors.get(name) ?? new Float32Array());
  return looksFolded(architecture, spread) ? spread : null;
}

/** The share of a network's kernel weights that are zero. */
function zeroShare({ network: { architecture, tensors } }: ImportedMember): number {
  let [zeros, all] = [0, 0];
  for (const layer of prunableLayers(architecture)) {
    const values = tensors.get(kernelName(layer)) ?? new Float32Array();
    for (let i = 0; i < values.length; i++) if (values[i] === 0) zeros++;
    all += values.length;
  }
  return all === 0 ? 0 : zeros / all;
}

/** One network with what is done to its images. */
export function memberOf(
  found: FoundNetworks[],
  { source, member }: PlannedPopulation['networks'][number],
  normalisation: Normalisation,
): ImportedMember {
  const { id, file, network } = found[source].members[member];
  const { architecture, tensors } = network;
  const input = { ...architecture.input, ...normalisation };
  return { id, file, network: { architecture: { ...architecture, input }, tensors } };
}

/**
 * The planned populations, all with the names of the dense networks' layers. Networks of one population have
 * ids of their own. Those of two share ids exactly where the populations are paired: each compressed network,
 * in the order of ids, then stands by the dense one of its place.
 */
export function buildPopulations(
  found: FoundNetworks[],
  planned: PlannedPopulation[],
  normalisation: Normalisation,
  paired: boolean,
): { architecture: Architecture; populations: Population[] } {
  const dense = stack(found, planned[0], normalisation, new Set());
  const { architecture } = dense;
  const ids = dense.members.map(({ id }) => id);
  const others = planned.slice(1).map((plan) => {
    const pairs = paired && plan.kind === 'sparse' && plan.networks.length === ids.length;
    const made = stack(found, plan, normalisation, pairs ? new Set() : new Set(ids));
    const renamed = withNames(made, architecture);
    return pairs ? { ...renamed, members: pairedMembers(renamed, dense) } : renamed;
  });
  return { architecture, populations: [dense, ...others] };
}

function stack(
  found: FoundNetworks[],
  { kind, level, title, networks }: PlannedPopulation,
  normalisation: Normalisation,
  taken: Set<string>,
): Population {
  const members = networks.map((network) => memberOf(found, network, normalisation));
  const ids = new Set(members.map(({ id }) => id));
  const named = members.map((member, place) => {
    const alone =
      ids.size < members.length ? `${found[networks[place].source].name}/${member.id}` : member.id;
    return { ...member, id: taken.has(alone) ? `${title}/${alone}` : alone };
  });
  return stackNetworks(named, kind === 'sparse' ? { kind, level } : { kind });
}

/** The same population with tensors called as in another architecture that differs in names alone. */
function withNames(population: Population, architecture: Architecture): Population {
  const names = [...tensorShapes(architecture).keys()];
  const own = [...tensorShapes(population.architecture).keys()];
  const tensors = Object.fromEntries(names.map((name, place) => [name, population.tensors[own[place]]]));
  return { ...population, architecture, tensors };
}

/** The members of `compressed` with the ids of the dense networks that they were made from. */
function pairedMembers({ members }: Population, dense: Population): Population['members'] {
  const ids = dense.members.map(({ id }) => id);
  if (members.every(({ id }) => ids.includes(id))) return members;
  const sorted = [...ids].sort();
  const order = members.map(({ id }) => id).sort();
  return members.map(({ id, seed }) => ({ id: sorted[order.indexOf(id)], seed }));
}
