import { useId, useMemo } from 'react';
import { groupsWithin } from '../../../views/subgroups/groupsState';
import { Subgroups } from '../../../views/subgroups/Subgroups';
import { FileInput } from '../../bring/FileInput';
import { attributeNames } from '../../lab/attributeNames';
import type { Lab } from '../../useLab';
import { Waits } from '../../Waits';
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
    <>
      <Subgroups
        table={answer}
        state={wanted}
        onState={(groups) => onView({ groups })}
        attributes={attributes}
        classes={classes}
        stale={stale || !isCurrent}
      />
      {given.zoo && <OwnAttributes lab={given.zoo.lab} />}
    </>
  );
}

/** Where scores and attributes of the test images are added. */
function OwnAttributes({ lab }: { lab: Lab }) {
  const id = useId();
  return (
    <div className="chapter-missing">
      <label htmlFor={id}>
        Scores or attributes of your own: CSV or Parquet with image_id (a test image’s number, from 0) and a
        column each
      </label>{' '}
      <FileInput
        id={id}
        testId="choose-own-attributes"
        accept=".csv,.parquet,.gz"
        busy={false}
        many="one"
        onFiles={([file]) => lab.addAttributes(file)}
      />
      <Waits lab={lab} of={['attributes']} />
    </div>
  );
}
