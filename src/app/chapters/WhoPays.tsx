import { Classes } from '../../views/classes/Classes';
import type { ChapterProps } from './chapter';
import { useTruth } from './useTruth';

/** What every class lost, beyond what the model lost. */
export function WhoPays({ lab, zoo, comparison, stale, address, setPanels }: ChapterProps) {
  const { findings } = comparison;
  const truth = useTruth({ lab, comparison });
  if (!truth) return <p className="shell-waiting">Loading the labels.</p>;
  return (
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
  );
}
