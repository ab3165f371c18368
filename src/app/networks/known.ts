/** Networks of a dataset of the explorer in the place of files. */
import type { FoundNetworks } from '../../formats/network/networkFiles';
import type { Zoo } from '../../library/zoo';
import { memberValues } from '../../model/population';
import { level } from '../../text/format';
import type { Role } from '../bring/roles';

/** Networks that need no file: those of one population of a zoo, and what that population is. */
export type KnownNetworks = FoundNetworks & { role: Role };

/** Populations of the dense networks' architecture, by what they are to a reader's own. */
const ROLES: Record<string, Role | undefined> = { dense: 'dense', null: 'null', sparse: 'compressed' };

/**
 * The first `networks` of every population of a zoo that has the architecture of its dense ones, as if they
 * came from files.
 */
export async function knownNetworks(
  { manifest, memberCount, population }: Zoo,
  networks: number,
  { progress, signal }: { progress: (name: string, done: number) => void; signal: AbortSignal },
): Promise<KnownNetworks[]> {
  const { dataset, variants } = manifest;
  const trained = variants.flatMap(({ id, kind, targetSparsity }) => {
    const role = ROLES[kind];
    const members = Math.min(networks, memberCount(id));
    if (!role || members === 0) return [];
    const what = kind === 'sparse' ? `${level(targetSparsity)} removed` : NAMES[role];
    return [{ id, role, members, name: `${dataset.title}, ${what}` }];
  });
  const found: KnownNetworks[] = [];
  for (const [at, { id, role, members, name }] of trained.entries()) {
    progress(name, at / trained.length);
    const { architecture, members: all, tensors } = await population(id, members, { signal });
    found.push({
      name,
      role,
      members: all.map((member, k) => ({
        id: member.id,
        file: name,
        network: {
          architecture,
          tensors: new Map(
            Object.entries(tensors).map(([tensor, values]) => [tensor, memberValues(values, k)]),
          ),
        },
      })),
      hasNormalisation: true,
      classes: dataset.classes,
    });
  }
  return found;
}

const NAMES: Record<Role, string> = {
  dense: 'dense',
  null: 'retrained',
  compressed: 'compressed',
  none: 'other',
};
