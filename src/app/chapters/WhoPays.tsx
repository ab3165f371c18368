import { Classes } from '../../views/classes/Classes';
import { later } from '../loading/later';
import type { ChapterProps } from './chapter';
import { Detail } from './Detail';
import { useTruth } from './useTruth';

const Curves = later(() => import('./Curves').then((file) => file.Curves));
const Groups = later(() => import('./Groups').then((file) => file.Groups));
const Tail = later(() => import('./Tail').then((file) => file.Tail));

/** What every class lost, beyond what the model lost. */
export function WhoPays(props: ChapterProps) {
  const { lab, zoo, offer, comparison, stale, address, setPanels } = props;
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
      {offer.levels.length > 0 && (
        <Detail
          id="curves"
          title="Every class over all levels"
          asks="who pays first, whether fewer lose, and by more, whether the weak get weaker"
        >
          <Curves {...props} />
        </Detail>
      )}
      <Detail
        id="groups"
        title="Groups of images"
        asks="errors by brightness, contrast, class or two of them, and where PIEs gather"
      >
        <Groups {...props} />
      </Detail>
      {zoo.countsTraining && (
        <Detail
          id="long-tail"
          title="The long tail"
          asks="whether PIEs fall on the classes with few training images"
        >
          <Tail {...props} />
        </Detail>
      )}
    </>
  );
}
