import { MapPanel } from '../../../views/map/MapPanel';
import { Waits } from '../../Waits';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { MapProgress } from './MapProgress';

/** All images as points, and the PIEs among them. */
export function MapOfImages(given: Given) {
  const { answer, done } = useAnswer(given, 'map', null);
  const { shard, findings, stale, view, onView, zoo } = given;
  if (answer && shard) {
    return (
      <MapPanel
        map={answer}
        shard={shard}
        findings={findings}
        state={view.gallery}
        onState={(gallery) => onView({ gallery })}
        stale={stale}
      />
    );
  }
  if (done > 0 && done < 1) return <MapProgress done={done} />;
  return (
    <Waits lab={zoo?.lab} of={['map', 'show']}>
      Placing the images.
    </Waits>
  );
}
