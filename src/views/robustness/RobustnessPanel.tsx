import { type ReactNode, useMemo } from 'react';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { type CorruptionId, corruptionIds, corruptionTitle, severities } from '../../corruptions/corrupt';
import type { Shard } from '../../model/shard';
import { counted } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import type { RobustnessChoice } from './choice';
import { ExampleStrip } from './ExampleStrip';
import { RobustnessChart } from './RobustnessChart';
import { RobustnessCells } from './RobustnessTable';
import { imagesFixed, type RobustnessLevel, robustnessClaim, rowsOf } from './robustnessWords';
import './robustness.css';

export type RobustnessPanelProps = {
  /**
   * Every population known under corruption, mild to strong, the one on screen (`current`) among them where
   * it is known.
   */
  levels: RobustnessLevel[];
  /** Where the numbers of the population on screen come from, in a sentence. */
  provenance: ReactNode;
  choice: RobustnessChoice;
  onChoice: (choice: RobustnessChoice) => void;
  shard: Shard;
  /** Seed of the corruptions. */
  seed: number;
  /** On how many images the other chapters rest, where that is another number. */
  elsewhere?: number;
  /** The form that computes here. */
  children?: ReactNode;
};

const knownTitle = (id: string) => (isCorruption(id) ? corruptionTitle(id) : id);

function isCorruption(id: string): id is CorruptionId {
  return (corruptionIds as string[]).includes(id);
}

/** "What else breaks": how corrupted images change the cost of compression. */
export function RobustnessPanel(props: RobustnessPanelProps) {
  const { levels, provenance, choice, onChoice, shard, seed, elsewhere, children } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const place = levels.findIndex(({ kind }) => kind === 'current');
  const lead = place < 0 ? null : place;
  const current = lead === null ? null : levels[lead];
  const known = new Set(
    (current ? [current] : levels).flatMap(({ robustness }) => robustness.cells.map((cell) => cell.severity)),
  );
  const severity = known.has(choice.severity) ? choice.severity : 0;
  const rows = useMemo(() => rowsOf(levels, severity, lead ?? levels.length - 1), [levels, severity, lead]);
  const corruption = isCorruption(choice.corruption) ? choice.corruption : 'contrast';
  const others = levels.filter(({ kind }) => kind === 'sparse').map(({ name }) => name);
  const retrained = levels.find(({ kind }) => kind === 'null') ?? null;
  const classes = shard.classes.length;
  const { claim, evidence } = robustnessClaim(current, retrained, knownTitle, classes);
  return (
    <Figure
      title="What else breaks"
      methods={methodsHref('robustness')}
      name="robustness"
      claim={claim}
      evidence={evidence}
      how={
        <>
          a row is a corruption. The coloured dot is how far the top-1 of the population on screen lies from
          that of the dense networks, in percent of theirs. Both saw the same corrupted images. Its line is
          the 95% interval for other networks{' '}
          {current && !imagesFixed(current.robustness) ? 'and other images.' : 'on these images.'}
          {others.length > 0 && ` Grey dots: ${others.join(', ')}.`}
          {retrained && ' Hollow diamonds: dense networks only retrained.'} Faint rows are near chance, where
          a ratio says little. Choose a row to see it below.
        </>
      }
      table={current ? <RobustnessCells level={current} /> : undefined}
    >
      <div ref={ref} className="robustness">
        <fieldset className="robustness-severity">
          <legend>Severity</legend>
          {[0, ...severities].map((value) => (
            <label key={value}>
              <input
                type="radio"
                name="robustness-severity"
                value={value}
                checked={severity === value}
                disabled={value > 0 && !known.has(value)}
                onChange={() => onChoice({ ...choice, severity: value })}
              />
              <span>{value === 0 ? 'mean of those known' : value}</span>
            </label>
          ))}
        </fieldset>
        {rows.length > 1 && (
          <RobustnessChart
            levels={levels}
            rows={rows}
            lead={lead}
            classes={classes}
            chosen={corruption}
            onChoose={(id) => onChoice({ ...choice, corruption: id })}
            width={width}
          />
        )}
        {shard.images.length > 0 && (
          <ExampleStrip
            shard={shard}
            image={choice.example}
            corruption={corruption}
            seed={seed}
            robustness={current?.robustness ?? null}
            width={width}
            onExample={(example) => onChoice({ ...choice, example })}
          />
        )}
        <p className="robustness-provenance" data-testid="robustness-provenance" role="status">
          {provenance} {current && `${counted(current.robustness.images, 'image')}, seed ${seed}.`}
          {current &&
            elsewhere !== undefined &&
            elsewhere !== current.robustness.images &&
            ` The other chapters rest on ${counted(elsewhere, 'image')}, so their figures differ.`}
        </p>
        {children}
      </div>
    </Figure>
  );
}
