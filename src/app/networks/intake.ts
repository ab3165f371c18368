import { openImageFiles } from '../../formats/images/imageFiles';
import { readNetworkFiles } from '../../formats/network/networkFiles';
import { isShown } from '../../formats/tables/shownFile';
import type { DatasetEntry } from '../../library/datasets';
import type { Folders } from '../../library/folders';
import { listOwnNetworks, saveOwnNetworks } from '../../library/ownStore';
import { removeStored } from '../../library/stored';
import type { Zoo } from '../../library/zoo';
import { isOwn } from '../../model/experiment';
import { count } from '../../text/format';
import { inTurn } from '../bring/inTurn';
import { createStore } from '../loading/store';
import { tryNetwork } from './answers';
import { type BringProgress, bringNetworks, type Surroundings } from './bring';
import { seenSource } from './build';
import { gatherImages, previewImages, tellGathered } from './gathered';
import { type IntakeState, initialIntakeState, reduceIntake } from './intakeState';
import { knownNetworks } from './known';
import type { BringRequest, KnownData, NetworksEvent, NetworksRequest } from './protocol';

/** Where networks come from besides files, and where they are kept. */
type Places = {
  folders: Promise<Folders>;
  /** The datasets of the explorer under a folder of zoos, the reader's own among them, and one of them. */
  datasets: (base: string) => Promise<DatasetEntry[]>;
  openKnown: (base: string, data: string) => Promise<Zoo>;
};

/**
 * Answers the page's requests one after the other: looks at files of networks and of images, reads them,
 * tries a network on them, runs all networks and keeps them. `cancel` ends the request under way. What fails
 * is told in one sentence and leaves all else as it was.
 */
export function createIntake(
  post: (event: NetworksEvent) => void,
  { folders, datasets, openKnown, ...surroundings }: Surroundings & Places,
): (request: NetworksRequest) => Promise<void> {
  const { decode, devices } = surroundings;
  const store = createStore(reduceIntake, initialIntakeState);
  const told = (doing: string, done: number | null = null) =>
    post({ kind: 'progress', doing, done, secondsLeft: null });

  async function list(): Promise<void> {
    const here = await folders;
    post({ kind: 'listed', entries: await listOwnNetworks(here), kept: here.kept });
  }

  function takeNetworks(
    networks: IntakeState['networks'],
    problems: string[],
    known: KnownData | null,
  ): void {
    store.change({ kind: 'networks', networks, known });
    post({ kind: 'networks', seen: { sources: networks.map(seenSource), problems, known } });
  }

  async function bring(request: BringRequest, signal: AbortSignal): Promise<void> {
    const here = await folders;
    if (!here.kept) {
      throw new Error(
        'Expected storage in this browser to keep the networks in, got none: ' +
          'open this page at an address with https or at localhost, and not in a private window.',
      );
    }
    const { name, calibration, ...rest } = request;
    const key = JSON.stringify([rest, calibration.map(({ path, content }) => [path, content.size])]);
    const known = store.now.unsaved?.key === key ? store.now.unsaved.own : null;
    const progress = (now: BringProgress) => post({ kind: 'progress', ...now });
    const own = known ?? (await bringNetworks(store.now, request, surroundings, progress, signal));
    store.change({ kind: 'made', key, own });
    told('Keeping it in this browser');
    await saveOwnNetworks(here, { ...own, name });
    post({ kind: 'brought', id: own.id });
  }

  async function answer(
    request: Exclude<NetworksRequest, { kind: 'cancel' }>,
    signal: AbortSignal,
  ): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'remove':
        await removeStored(await folders, request.id);
        return list();
      case 'networks': {
        const progress = (path: string, done: number) => told(`Reading ${path}`, done);
        const files = request.files.filter(({ path }) => isShown(path));
        const { found, problems } = await readNetworkFiles(files, { progress, signal });
        return takeNetworks(found, problems, null);
      }
      case 'datasets':
        return post({ kind: 'datasets', datasets: (await datasets(request.base)).map(knownData) });
      case 'known': {
        const { base, data } = request;
        told('Opening the networks');
        const zoo = await openKnown(base, data);
        const progress = (name: string, done: number) => told(`Loading ${name}`, done);
        const found = await knownNetworks(zoo, request.networks, { progress, signal });
        return takeNetworks(found, [], knownData({ id: data, title: zoo.manifest.dataset.title }));
      }
      case 'images': {
        told('Looking at the images');
        const images = await openImageFiles(request.files, decode, signal);
        store.change({ kind: 'images', images });
        const { file, kind, counts, parts, labels, notes } = images;
        return post({ kind: 'images', seen: { file, kind, counts, parts, labels, notes } });
      }
      case 'preview': {
        const { reading } = request;
        const preview = await previewImages(store.now.images, reading, signal);
        return post({ kind: 'preview', reading, preview });
      }
      case 'gather': {
        const { reading } = request;
        const reads = (read: number, total: number | undefined) =>
          told(`Reading images, ${count(read)} so far`, total ? read / total : null);
        // What was read before stays until what takes its place is whole.
        const gathered = await gatherImages(store.now.images, reading, reads, signal);
        store.change({ kind: 'gathered', gathered });
        return post({ kind: 'gathered', gathered: tellGathered(gathered, reading) });
      }
      case 'check': {
        const { networks, gathered } = store.now;
        if (!gathered) return;
        const checked = await tryNetwork(devices, networks, gathered, request.question, signal);
        return post({ kind: 'checked', answer: checked });
      }
      case 'bring':
        return bring(request, signal);
    }
  }

  return inTurn(answer, post);
}

function knownData({ id, title }: DatasetEntry): KnownData {
  return { id, title, shipped: !isOwn(id) };
}
