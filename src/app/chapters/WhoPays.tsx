import { lazy } from 'react';
import { Classes } from '../../views/classes/Classes';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';
import { useTruth } from './useTruth';

const Tail = lazy(() => import('./Tail').then((file) => ({ default: file.Tail })));

/** What every class lost, beyond what the model lost. */
export function WhoPays(props: ChapterProps) {
  const { lab, zoo, comparison, stale, address, setPanels } = props;
  const { findings } = comparison;
  const truth = useTruth({ lab, comparison });
  if (!truth) return <p className="shell-waiting">Loading the labels.</p>;
  return (
    <>
      <Classes
        findings={findings}
        classes={zoo.classes}
        truth={truth}
        open={address.panels.row}
        onOpen={(row) => setPanels({ row })}
        sort={address.panels.order}
        onSort={(order) => setPanels({ order })}
        stale={stale}
      />
      <Detail
        id="long-tail"
        title="The long tail"
        asks="whether PIEs fall on the classes with few training images"
      >
        <Tail {...props} />
      </Detail>
    </>
  );
}
