import { useEffect, useMemo } from 'react';
import { groupsWithin } from '../../views/subgroups/groupsState';
import { Subgroups } from '../../views/subgroups/Subgroups';
import { attributeNames } from '../lab/attributeNames';
import { sameQuestion } from '../lab/client';
import type { ChapterProps } from './chapter';

/** Groups of images by attributes, audited by the lab when its comparison is complete; older ones stay until then. */
export function Groups({ lab, zoo, comparison, stale, settled, active, address, setPanels }: ChapterProps) {
  const { shard, groups } = lab.state;
  const { group } = lab;
  const { experiment } = comparison;
  const attributes = useMemo(() => (shard ? attributeNames(shard) : []), [shard]);
  const wanted = groupsWithin(address.panels.groups, attributes, zoo.classes.length);
  const { target } = wanted;
  const by = wanted.by.join('\n');
  const known =
    groups !== null &&
    groups.by.join('\n') === by &&
    groups.target === target &&
    sameQuestion(groups.experiment, experiment);
  const missing = active && settled && !stale && !known && attributes.length > 0;
  useEffect(() => {
    if (missing) group({ experiment, by: by.split('\n'), target });
  }, [missing, experiment, by, target, group]);
  if (attributes.length === 0) return <p className="shell-waiting">Loading the images.</p>;
  return (
    <Subgroups
      table={groups?.table ?? null}
      state={wanted}
      onState={(next) => setPanels({ groups: next })}
      attributes={attributes}
      classes={zoo.classes}
      stale={stale || !known}
    />
  );
}
