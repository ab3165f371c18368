import { imageName } from '../../model/shard';
import { ShardImage } from '../../views/exemplars/ShardImage';
import { AnswerStrip } from '../../views/inspector/Answers';
import { answers } from '../../views/inspector/inspectorWords';
import '../../views/inspector/inspector.css';
import type { Given } from '../panels/panel';

/** The height of an image on a slide, in CSS pixels before it is enlarged. */
const LIMIT = 310;

/** One image at full height, and what every network of both populations says of it, on one slide. */
export function StageImage({ given, image }: { given: Given; image: number }) {
  const { shard, findings, dense, compressed, name, classes } = given;
  if (!shard || image >= findings.images) return <p>This image is not among those on screen.</p>;
  const truth = shard.labels[image];
  const [before, after] = [findings.modal.dense[image], findings.modal.compressed[image]];
  return (
    <article className="stage-image">
      <ShardImage
        shard={shard}
        image={image}
        limit={LIMIT}
        label={`${imageName(shard, image)}, labelled ${classes[truth]}`}
      />
      <div>
        <h2>{imageName(shard, image)}</h2>
        <p>
          The label is <b>{classes[truth]}</b>. Most dense networks say{' '}
          <b className="inspector-dense-word">{classes[before]}</b>. {name.title}, most{' '}
          {before === after ? 'still say' : 'say'}{' '}
          <b className="inspector-compressed-word">{classes[after]}</b>.
        </p>
        <AnswerStrip
          side="dense"
          title="Dense"
          all={answers(dense, findings.members.dense, image)}
          truth={truth}
          classes={classes}
        />
        <AnswerStrip
          side="compressed"
          title={name.title}
          all={answers(compressed, findings.members.compressed, image)}
          truth={truth}
          classes={classes}
        />
        <p className="stage-how">A mark is a network, filled where it gives the label.</p>
      </div>
    </article>
  );
}
