import { type DatasetEntry, openDatasets } from '../../library/datasets';
import { browserFolders } from '../../library/folders';
import { ownAbsent, ownDataset, ownIdOf } from '../../library/ownNetworks';
import { listOwnNetworks, openOwnNetworks } from '../../library/ownStore';
import { zooOfOwn } from '../../library/ownZoo';
import type { StoredNetworks } from '../../library/readOwn';
import { openZoo, type Zoo } from '../../library/zoo';
import type { Offer } from '../../model/experiment';
import { messageOf } from '../../text/messageOf';

/** The folder of the browser's storage where a reader's own networks lie. */
const FOLDER = 'networks';

type Own = { kind: 'here'; own: StoredNetworks } | { kind: 'not here'; sentence: string };

/** The zoo of a dataset under `base`, of a reader's own networks by their name, and what it stands beside. */
export type OpenedData = {
  zoo: Zoo;
  datasets: Offer['datasets'];
  /** Why this zoo and not the one of the reader's own that was asked for, or what of that was lost. */
  notice: string | null;
};

/** All datasets that can be opened here: those under `base`, and a reader's own. */
export async function allDatasets(base: string): Promise<DatasetEntry[]> {
  return (await Promise.all([openDatasets(base), ownDatasets()])).flat();
}

/**
 * Opens the dataset called `named`: shipped, or a reader's own; the first shipped one where there is none of
 * the name.
 */
export async function openData(base: string, named: string): Promise<OpenedData> {
  const id = ownIdOf(named);
  const [shipped, listed, asked] = await Promise.all([
    openDatasets(base),
    ownDatasets(),
    id === null ? null : openOwn(id),
  ]);
  if (asked?.kind === 'here') {
    return {
      zoo: zooOfOwn(asked.own),
      datasets: [...shipped, ...listed],
      notice: asked.own.notices.join(' ') || null,
    };
  }
  const own = listed.filter((entry) => entry.id !== named);
  const { id: data, title } = shipped.find((entry) => entry.id === named) ?? shipped[0];
  const { zoo, notice: ofImages } = await openShipped(base, data);
  const notice = asked ? `${asked.sentence} Shown instead: ${title}.` : ofImages;
  return { zoo, datasets: [...shipped, ...own], notice };
}

/**
 * The zoo of a dataset that is known to be there: a shipped one, or a reader's own. Throws one sentence where
 * it is not.
 */
export async function openKnown(base: string, data: string): Promise<Zoo> {
  const id = ownIdOf(data);
  if (id === null) return (await openShipped(base, data)).zoo;
  const asked = await openOwn(id);
  if (asked.kind !== 'here') throw new Error(asked.sentence);
  return zooOfOwn(asked.own);
}

async function openShipped(base: string, data: string): Promise<{ zoo: Zoo; notice: string | null }> {
  const zoo = await openZoo(new URL(`${data}/`, base).href);
  if (!zoo.withheld) return { zoo, notice: null };
  const { withKeptCopy } = await import('./ownCopy');
  return withKeptCopy(zoo);
}

async function openOwn(id: string): Promise<Own> {
  try {
    const own = await openOwnNetworks(await browserFolders(FOLDER), id);
    return own ? { kind: 'here', own } : { kind: 'not here', sentence: ownAbsent };
  } catch (error) {
    const reason = messageOf(error);
    return {
      kind: 'not here',
      sentence:
        `Your networks cannot be opened: ${reason} ` + 'Remove them on the page Yours, and bring them again.',
    };
  }
}

async function ownDatasets(): Promise<(DatasetEntry & { own: true })[]> {
  const entries = await listOwnNetworks(await browserFolders(FOLDER));
  return entries
    .filter(({ populations }) => populations.length > 0)
    .map(({ id, name }) => ({ id: ownDataset(id), title: name, own: true }));
}
