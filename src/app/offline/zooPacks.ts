import { openDatasets } from '../../library/datasets';
import { openZoo } from '../../library/zoo';
import { type Pack, packsOf } from './packs';

/** What can be kept of all datasets, the first one's first. */
export async function zooPacks(zoo: string): Promise<Pack[]> {
  const datasets = await openDatasets(zoo);
  const zoos = await Promise.all(datasets.map(({ id }) => openZoo(`${zoo}${id}/`)));
  return zoos.flatMap(({ manifest }) => packsOf(manifest));
}
