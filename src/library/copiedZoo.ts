import type { Shard } from '../model/shard';
import { count } from '../text/format';
import type { ImageCopy } from './withheld';
import type { Zoo } from './zoo';

/** Each zoo with a copy, and the zoo that it was before. */
const plain = new WeakMap<Zoo, Zoo>();

/** The zoo without a reader's own copy of its test images. */
export function withoutCopy(zoo: Zoo): Zoo {
  return plain.get(zoo) ?? zoo;
}

/** The zoo with a reader's own copy of its test images in the place of none. */
export function withCopy(of: Zoo, copy: ImageCopy): Zoo {
  const zoo = withoutCopy(of);
  const { withheld, manifest } = zoo;
  if (!withheld) return zoo;
  const { dataset, architecture } = manifest;
  const { height, width, channels } = architecture.input;
  const shard = (id: string, images: Uint8Array, labels: Uint16Array): Shard => ({
    ...{ id: `${dataset.id}/${id}, own copy of ${copy.created}`, count: labels.length },
    ...{ height, width, channels, images, labels, classes: dataset.classes },
  });
  const { calibration } = copy;
  const calibrated = calibration && shard('calibration', calibration.images, calibration.labels);
  const note = calibration && calibrationNote(calibration.labels.length, calibration.of);
  const copied: Zoo = {
    ...zoo,
    manifest: {
      ...manifest,
      dataset: {
        ...dataset,
        calibration: calibrated && note ? { count: calibrated.count, note } : null,
      },
    },
    withheld: { ...withheld, copy },
    testShard: async () => shard('test', copy.images, await zoo.testLabels()),
    calibrationShard: calibrated ? async () => calibrated : zoo.calibrationShard,
  };
  plain.set(copied, zoo);
  return copied;
}

function calibrationNote(taken: number, all: number): string {
  return `${count(taken)} of the ${count(all)} training images of your copy, evenly spaced in its order`;
}
