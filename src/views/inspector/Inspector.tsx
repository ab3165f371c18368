import { type ReactNode, type Ref, useId } from 'react';
import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { TIE_RULES } from '../../audit/votes/ties';
import { imageName, type Shard } from '../../model/shard';
import { decimal, count as grouped } from '../../text/format';
import { ShardImage } from '../exemplars/ShardImage';
import { AnswerStrip, AnswerTable } from './Answers';
import {
  type Answer,
  answers,
  bothVoteRows,
  firstSentence,
  type LevelMark,
  levelsSentence,
  meanLabelProbability,
  type PopulationName,
  probabilityWords,
  retrainingChanges,
} from './inspectorWords';
import { VoteBars } from './VoteBars';
import './inspector.css';

export type InspectorProps = {
  shard: Shard;
  image: number;
  findings: Findings;
  /** Every network's answers; null where only votes are known. */
  predictions: Both<Predictions> | null;
  compressed: PopulationName;
  levels: LevelMark[];
  /** Where the image stands in the current order, from 0; null when it is not among the images shown. */
  position: number | null;
  /** How many images the current order has. */
  count: number;
  pinned: boolean;
  onStep: (direction: 1 | -1) => void;
  onPin: () => void;
  onClose: () => void;
  /** What is known of how its pixels move the score. */
  saliency?: ReactNode;
  /** The app's own "Copy link" control. */
  copyLink?: ReactNode;
  heading?: Ref<HTMLHeadingElement>;
};

/** The side of the large image in CSS pixels, at most. */
const imageLimit = 280;

function Sentence({
  shard,
  image,
  findings,
  compressed,
}: Pick<InspectorProps, 'shard' | 'image' | 'findings' | 'compressed'>) {
  const dense = findings.modal.dense[image];
  const then = findings.modal.compressed[image];
  return (
    <p className="inspector-sentence">
      Labelled <b>{shard.classes[shard.labels[image]]}</b>. The dense population says{' '}
      <b className="inspector-dense-word">{shard.classes[dense]}</b>; {compressed.phrase} it{' '}
      {dense === then ? 'still says' : 'says'}{' '}
      <b className="inspector-compressed-word">{shard.classes[then]}</b>.
    </p>
  );
}

function Facts({ findings, image, levels }: Pick<InspectorProps, 'findings' | 'image' | 'levels'>) {
  const retraining = retrainingChanges(findings, image);
  return (
    <div className="inspector-facts">
      {levels.length > 0 ? (
        <>
          <ol className="inspector-levels" aria-label="Levels">
            {levels.map((level) => (
              <li key={level.label} data-pie={level.isPie}>
                <i aria-hidden="true" />
                {level.label}
                <span className="inspector-hidden">{level.isPie ? ': a PIE' : ': no PIE'}</span>
              </li>
            ))}
          </ol>
          <p className="inspector-note">
            {levelsSentence(levels)} {firstSentence(levels)}
          </p>
        </>
      ) : null}
      <p className="inspector-note">
        Change in votes {decimal(findings.taxicab[image], 2)} of 1.
        {retraining === true ? ' Retraining alone, without compression, changes this answer too.' : ''}
        {retraining === false ? ' Retraining alone leaves this answer as it is.' : ''}
      </p>
    </div>
  );
}

type MembersProps = {
  dense: Answer[];
  compressed: Answer[];
  name: PopulationName;
  truth: number;
  classes: string[];
};

function Members({ dense, compressed, name, truth, classes }: MembersProps) {
  const means = [meanLabelProbability(dense), meanLabelProbability(compressed)];
  return (
    <section className="inspector-members">
      <h4>Each network: filled when it gives the label</h4>
      <AnswerStrip side="dense" title="Dense" all={dense} truth={truth} classes={classes} />
      <AnswerStrip side="compressed" title={name.title} all={compressed} truth={truth} classes={classes} />
      {means[0] !== null && means[1] !== null ? (
        <p className="inspector-note">
          Mean probability of {classes[truth]}, the label: {probabilityWords(means[0])} dense,{' '}
          {probabilityWords(means[1])} {name.phrase}.
        </p>
      ) : null}
      <details>
        <summary>Table of all answers</summary>
        <AnswerTable title="Dense" all={dense} classes={classes} />
        <AnswerTable title={name.title} all={compressed} classes={classes} />
      </details>
    </section>
  );
}

/**
 * One image and all that both populations say of it: votes, every network's answer, the levels at which it is
 * a PIE. Keys are the parent's: J and K step, Escape closes.
 */
export function Inspector(props: InspectorProps) {
  const { shard, image, findings, predictions, compressed, levels, position, count, pinned } = props;
  const title = useId();
  const truth = shard.labels[image];
  const rows = bothVoteRows(findings, image);
  const tieWords = TIE_RULES[findings.options.ties].winner;
  const bars = { truth, classes: shard.classes, tieWords };
  return (
    <section className="inspector" data-testid="inspector" data-image-id={image} aria-labelledby={title}>
      <header className="inspector-head">
        <h3 id={title} ref={props.heading} tabIndex={-1}>
          {imageName(shard, image)}
        </h3>
        <span className="inspector-place">
          {position === null ? 'not in this selection' : `${grouped(position + 1)} of ${grouped(count)}`}
        </span>
        <button type="button" className="inspector-action" onClick={props.onClose} aria-keyshortcuts="Escape">
          Close
        </button>
      </header>
      <div className="inspector-picture" data-is={`image:${image}`} data-of={`class:${truth}`}>
        <ShardImage
          shard={shard}
          image={image}
          limit={imageLimit}
          label={`${imageName(shard, image)}, enlarged; labelled ${shard.classes[truth]}`}
        />
      </div>
      <div aria-live="polite">
        <Sentence shard={shard} image={image} findings={findings} compressed={compressed} />
      </div>
      <nav className="inspector-actions" aria-label="Images in this order">
        <button
          type="button"
          className="inspector-action"
          disabled={count === 0 || position === 0}
          aria-keyshortcuts="K"
          onClick={() => props.onStep(-1)}
        >
          <kbd>K</kbd> Previous
        </button>
        <button
          type="button"
          className="inspector-action"
          disabled={count === 0 || position === count - 1}
          aria-keyshortcuts="J"
          onClick={() => props.onStep(1)}
        >
          <kbd>J</kbd> Next
        </button>
        <button type="button" className="inspector-action" aria-pressed={pinned} onClick={props.onPin}>
          {pinned ? 'Unpin' : 'Pin'}
        </button>
        {props.copyLink}
      </nav>
      <VoteBars {...bars} side="dense" title="Dense" rows={rows.dense} members={findings.members.dense} />
      <VoteBars
        {...bars}
        side="compressed"
        title={compressed.title}
        rows={rows.compressed}
        members={findings.members.compressed}
      />
      {props.saliency}
      <Facts findings={findings} image={image} levels={levels} />
      {predictions ? (
        <Members
          dense={answers(predictions.dense, findings.members.dense, image)}
          compressed={answers(predictions.compressed, findings.members.compressed, image)}
          name={compressed}
          truth={truth}
          classes={shard.classes}
        />
      ) : null}
    </section>
  );
}
