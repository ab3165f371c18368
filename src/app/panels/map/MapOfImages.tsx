import { MapPanel } from '../../../views/map/MapPanel';
import { arrive, INSPECTED } from '../../arrive';
import { Waits } from '../../Waits';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** All images as points, and the PIEs among them. */
export function MapOfImages(given: Given) {
  const asked = useAnswer(given, 'map', null);
  const { answer, done, isStopped } = asked;
  const { shard, findings, stale, view, onView, zoo } = given;
  if (answer && shard) {
    return (
      <MapPanel
        map={answer}
        shard={shard}
        findings={findings}
        state={view.gallery}
        onState={(gallery) => onView({ gallery })}
        onOpen={(image) => {
          onView({ gallery: { ...view.gallery, image } });
          // Once the key that opened it is over: any key ends the way there.
          requestAnimationFrame(() => arrive(INSPECTED));
        }}
        stale={stale}
      />
    );
  }
  if (isStopped || (done > 0 && done < 1)) {
    const doing = 'Placing the images by the votes on them';
    return <Working question="map" {...{ given, doing, asked }} />;
  }
  return (
    <Waits lab={zoo?.lab} of={['map', 'show']}>
      Placing the images.
    </Waits>
  );
}
