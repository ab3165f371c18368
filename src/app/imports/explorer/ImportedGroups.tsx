import { useEffect, useMemo } from 'react';
import type { Shard } from '../../../model/shard';
import { type GroupsState, groupsWithin } from '../../../views/subgroups/groupsState';
import { Subgroups } from '../../../views/subgroups/Subgroups';
import { attributeNames } from '../../lab/attributeNames';
import type { ImportPanelProps } from './importPanels';

type Props = ImportPanelProps & {
  /** The images with their attributes; without pictures nothing is offered of pixels. */
  shard: Shard;
  state: GroupsState;
  onState: (state: GroupsState) => void;
};

/** Groups of an import's images, by their class, by attributes that were added, and by what their pixels say. */
export function ImportedGroups({ imported: { id }, answers, onAsk, shard, state, onState }: Props) {
  const { groups } = answers;
  const attributes = useMemo(() => attributeNames(shard), [shard]);
  const wanted = groupsWithin(state, attributes, shard.classes.length);
  const { target } = wanted;
  const by = wanted.by.join('\n');
  const isKnown = groups !== undefined && groups.by.join('\n') === by && groups.target === target;
  useEffect(() => {
    if (!isKnown) onAsk({ kind: 'groups', id, by: by.split('\n'), target });
  }, [isKnown, id, by, target, onAsk]);
  return (
    <Subgroups
      table={groups?.table ?? null}
      state={wanted}
      onState={onState}
      attributes={attributes}
      classes={shard.classes}
      stale={!isKnown}
    />
  );
}
