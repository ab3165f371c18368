import type { Shard } from '../../../model/shard';
import type { OpenedImport } from '../protocol';

/** The images of an import, to be looked at. Without pictures its bytes are empty: cards then show ids. */
export function shardFor({ id, truth, classNames, imageIds, pictures, extras }: OpenedImport): Shard {
  const { height, width, channels, images } = pictures ?? {
    height: 1,
    width: 1,
    channels: 3,
    images: new Uint8Array(),
  };
  const count = truth.length;
  return {
    id,
    count,
    height,
    width,
    channels,
    images,
    labels: truth,
    classes: classNames,
    ids: imageIds,
    attributes: extras.attributes?.columns,
  };
}
