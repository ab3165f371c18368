import { useMemo } from 'react';
import { Classes } from '../../views/classes/Classes';
import type { ChapterProps } from './chapter';

/** What every class lost, beyond what the model lost. */
export function WhoPays({ lab, zoo, comparison, stale, address, setPanels }: ChapterProps) {
  const { shard } = lab.state;
  const { findings } = comparison;
  const truth = useMemo(() => shard?.labels.subarray(0, findings.images) ?? null, [shard, findings.images]);
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
