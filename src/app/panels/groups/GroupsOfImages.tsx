import { useId, useMemo, useState } from 'react';
import { groupsWithin, unknownGroups } from '../../../views/subgroups/groupsState';
import { Subgroups } from '../../../views/subgroups/Subgroups';
import { FileInput } from '../../bring/FileInput';
import { attributeNames } from '../../lab/attributeNames';
import { Waits } from '../../Waits';
import type { With } from '../once';
import type { ZooGiven } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** Groups of images by their class, by attributes and by what pixels say. */
export function GroupsOfImages(given: With<'shard'>) {
  const { shard, classes, stale, view, onView } = given;
  const attributes = useMemo(() => attributeNames(shard), [shard]);
  const unknown = unknownGroups(view.groups, attributes);
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
      {unknown && (
        <p className="shell-notice" role="status">
          {unknown}
        </p>
      )}
      <Subgroups
        table={answer}
        state={wanted}
        onState={(groups) => onView({ groups })}
        attributes={attributes}
        classes={classes}
        stale={stale || !isCurrent}
      />
      {given.zoo && <OwnAttributes {...given.zoo} />}
    </>
  );
}

/** Where scores and attributes of the test images are added. */
function OwnAttributes({ lab, zoo: { ownImages } }: Pick<ZooGiven, 'lab' | 'zoo'>) {
  const id = useId();
  const [inCopy, setInCopy] = useState(false);
  const copy = ownImages?.copy;
  return (
    <div className="chapter-missing">
      <label htmlFor={id}>
        Scores or attributes of your own: CSV or Parquet with image_id (a test image’s number, from 0) and a
        column each. Or npy or npz arrays with a value for each image
      </label>{' '}
      {copy && (
        <label>
          Images are numbered as{' '}
          <select
            data-testid="numbered-as"
            value={inCopy ? 'copy' : 'here'}
            onChange={({ target }) => setInCopy(target.value === 'copy')}
          >
            <option value="here">here</option>
            <option value="copy">in {copy.file}</option>
          </select>{' '}
        </label>
      )}
      <FileInput
        id={id}
        testId="choose-own-attributes"
        accept=".csv,.parquet,.npy,.npz,.gz"
        busy={false}
        many="one"
        onFiles={([file]) => lab.addAttributes(file, inCopy && Boolean(copy))}
      />
      {ownImages && !copy && (
        <p>
          Images are numbered here as the gallery shows, not as in the published file. For scores in the
          published order bring your own copy of the images in that order first, at the top.
        </p>
      )}
      <Waits lab={lab} of={['attributes']} />
    </div>
  );
}
