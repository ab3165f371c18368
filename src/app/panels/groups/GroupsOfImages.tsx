import { useMemo } from 'react';
import { groupsWithin } from '../../../views/subgroups/groupsState';
import { Subgroups } from '../../../views/subgroups/Subgroups';
import { attributeNames } from '../../lab/attributeNames';
import type { With } from '../once';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** Groups of images by their class, by attributes and by what pixels say. */
export function GroupsOfImages(given: With<'shard'>) {
  const { shard, classes, stale, view, onView } = given;
  const attributes = useMemo(() => attributeNames(shard), [shard]);
  const wanted = groupsWithin(view.groups, attributes, classes.length);
  const { by, target } = wanted;
  const asked = useAnswer(given, 'groups', { by, target });
  const { answer, isCurrent, isStopped } = asked;
  if (!answer || isStopped) {
    const doing = 'Counting the images of every group';
    return <Working question="groups" {...{ given, doing, asked }} />;
  }
  return (
    <Subgroups
      table={answer}
      state={wanted}
      onState={(groups) => onView({ groups })}
      attributes={attributes}
      classes={classes}
      stale={stale || !isCurrent}
    />
  );
}
