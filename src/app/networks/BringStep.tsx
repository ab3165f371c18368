import { useId, useState } from 'react';
import { runMemory } from '../../engine/wasm/memory';
import type { Architecture } from '../../model/architecture';
import { bytes, count, noun } from '../../text/format';
import { FileDrop } from '../bring/FileDrop';
import { MakeFields } from '../bring/MakeFields';
import { WithoutThem } from '../bring/WithoutThem';
import type { OwnFile } from '../imports/protocol';
import { IMAGES_AT_ONCE } from '../lab/ranges';
import { weightsOf } from './networkWords';
import { heldOut, MOST_CALIBRATION } from './order';
import type { BringRequest, GatheredImages, PlannedPopulation } from './protocol';

type Props = {
  populations: PlannedPopulation[];
  images: GatheredImages;
  suggested: string;
  architecture: Architecture;
  busy: boolean;
  onBring: (details: Pick<BringRequest, 'name' | 'paired' | 'calibration'>) => void;
};

/** The last step: calibration images, pairs, a name; then all networks run over all images. */
export function BringStep({ populations, images, suggested, architecture, busy, onBring }: Props) {
  const id = useId();
  const [calibration, setCalibration] = useState<OwnFile[]>([]);
  const [dense] = populations;
  const sparse = populations.filter(({ kind }) => kind === 'sparse');
  const canPair = sparse.some(({ networks }) => networks.length === dense.networks.length);
  const aside = heldOut(images.count);
  const judged = calibration.length > 0 ? images.count : images.count - aside;
  const all = populations.reduce((sum, { networks }) => sum + networks.length, 0);
  const { height, width, channels } = images.reading.target;
  const size = images.count * height * width * channels + all * (4 * weightsOf(architecture) + 12 * judged);
  const run = runMemory(architecture, {
    members: Math.max(...populations.map(({ networks }) => networks.length)),
    images: judged,
    threads: navigator.hardwareConcurrency,
    atOnce: IMAGES_AT_ONCE,
    calibration: calibration.length > 0 ? MOST_CALIBRATION : aside,
  });
  return (
    <section aria-labelledby={id} data-testid="bring-step">
      <h2 id={id}>4 Bring them in</h2>
      <details className="networks-calibration" open={calibration.length > 0}>
        <summary>
          {calibration.length > 0
            ? 'Calibration: up to 2,000 images drawn from ' +
              `${calibration[0].path}${calibration.length > 1 ? ` and ${calibration.length - 1} more` : ''}.`
            : `Calibration: the last ${count(aside)} of the ${count(images.count)} images are set ` +
              'aside and not judged.'}
        </summary>
        <p className="imports-note">
          After pruning, BatchNorm is estimated anew, and fixed point needs the ranges of activations, from
          images that are not judged. Training images serve best.
        </p>
        <FileDrop
          label="Training images, if you have them at hand"
          testId="choose-calibration"
          busy={busy}
          onFiles={setCalibration}
          folder
        >
          Any of the forms above; labels are not needed.
        </FileDrop>
        {calibration.length > 0 && <WithoutThem onLeave={() => setCalibration([])} />}
      </details>
      <MakeFields
        {...{ suggested, canPair, busy }}
        testId="bring"
        action="Bring them in"
        onMake={(making) => onBring({ ...making, calibration })}
      />
      <p className="imports-note" data-testid="bring-note">
        {count(all)} {noun(all, 'network answers', 'networks answer')} {count(judged)}{' '}
        {noun(judged, 'image', 'images')} here, in this browser, and are kept in it: about {bytes(size)}.
        Running them takes about {bytes(run.bytes)} of memory while it lasts. Then the whole explorer is about
        them.
      </p>
    </section>
  );
}
