import { useMemo } from 'react';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { Terms } from '../../charts/terms/Terms';
import { useWidth } from '../../charts/useWidth';
import { layerShapes } from '../../model/graph';
import { epochsOf } from '../../model/rounds';
import { fixed } from '../../text/fixed';
import { count, counted, percent } from '../../text/format';
import { LOSS_WORDS } from '../../text/loss';
import { methodsHref } from '../../views/methods/anchors';
import type { TrainedSeries } from '../../views/training/curves';
import { TrainingCurves } from '../../views/training/TrainingCurves';
import type { Standing } from './protocol';
import type { Training } from './state';
import {
  DEVICE_NAMES,
  inkOf,
  outcomeWords,
  populationName,
  roundsWords,
  shortName,
  sizeWords,
  whichNetworks,
} from './words';

type ProgressProps = {
  training: Training;
  /** Whether what is not finished is kept, to go on with. */
  goesOn: boolean;
  onClose: () => void;
};

/** A training as far as it is: curves, networks, PIEs, and what became of it. */
export function Progress({ training, goesOn, onClose }: ProgressProps) {
  const { run, networks, steps, ended } = training;
  const [ref, width] = useWidth<HTMLDivElement>();
  const series = useMemo(
    () =>
      run.populations.map(
        (variant, population): TrainedSeries => ({
          name: shortName(variant),
          ink: inkOf(variant),
          level: variant.kind === 'sparse' ? variant.level : 0,
          curves: networks.filter((each) => each.population === population).map(({ curve }) => curve),
        }),
      ),
    [run, networks],
  );
  const diverged = networks.filter(({ state }) => state === 'diverged');
  const finished = networks.filter(({ state }) => state === 'finished').length;
  const classes = useMemo(() => layerShapes(run.architecture).at(-1)?.channels ?? 10, [run]);
  return (
    <section aria-labelledby="train-title" data-testid="training">
      <h2 id="train-title">{run.name}</h2>
      <p className="imports-note">
        {sizeWords({ members: run.members, epochs: run.recipe.epochs, images: run.images })}
        {roundsWords(run.rounds)}
        {run.device === 'wasm' ? run.plain && ', in plain SIMD' : `, on ${DEVICE_NAMES[run.device]}`}.
      </p>
      {ended && <Outcome {...{ training, ended, goesOn, onClose }} />}
      {diverged.length > 0 && (
        <ul className="imports-problem" data-testid="train-diverged">
          {diverged.map(({ id, sentence }) => (
            <li key={id}>{sentence}</li>
          ))}
        </ul>
      )}
      <Pies training={training} />
      <Figure
        title="How they learn"
        name="training"
        methods={methodsHref('training')}
        claim={`${count(finished)} of ${counted(networks.length, 'network')} finished.`}
        how={
          <>
            a thin line is a network, the thick one the mean of those of its population that have come so far.
            Dense is blue, retrained grey, sparse orange.{' '}
            {run.rounds === null && 'Dashed is the schedule by which weights are masked. '}
            {LOSS_WORDS} Each point is the mean of a twelfth of an epoch, of a step at least, in training
            mode.
          </>
        }
        table={<Table training={training} />}
      >
        <div ref={ref}>
          <TrainingCurves {...{ series, steps, classes, width }} recipe={run.rounds ? null : run.recipe} />
        </div>
      </Figure>
    </section>
  );
}

type OutcomeProps = ProgressProps & { ended: NonNullable<Training['ended']> };

function Outcome({ training: { networks }, ended, goesOn, onClose }: OutcomeProps) {
  const { data, run } = ended;
  return (
    <div className="train-outcome" role="status" data-testid="train-ended">
      <p>{outcomeWords(ended, networks.length, goesOn)}</p>
      <p className="train-ways">
        {data && (
          <a className="imports-go" href={`?data=${data}#/`} data-testid="train-explore">
            Explore {run.name}
          </a>
        )}
        <button type="button" className="imports-quiet" onClick={onClose}>
          Train something else
        </button>
      </p>
    </div>
  );
}

function Pies({ training: { run, pies } }: { training: Training }) {
  if (pies.length === 0) return null;
  return (
    <ul className="train-pies" aria-live="polite" data-testid="train-pies">
      {pies.map(({ population, networks, pies: found, images }) => (
        <li key={population}>
          <b>{count(found)}</b>{' '}
          <Terms>
            of {count(images)} images are PIEs between dense networks and{' '}
            {whichNetworks(run.populations[population])}
          </Terms>{' '}
          <span className="train-n">
            (n = {count(networks)} + {count(networks)})
          </span>
          .
        </li>
      ))}
    </ul>
  );
}

/** Epochs of a network, those of its rounds too. */
function epochsFor({ recipe, rounds, populations }: Training['run'], population: number): number {
  return epochsOf(recipe, populations[population].kind === 'sparse' ? rounds : null);
}

function epochsCell(run: Training['run'], { state, done, population }: Standing): string {
  if (state === 'diverged') return 'diverged';
  const all = epochsFor(run, population);
  return `${fixed(done * all, state === 'training' ? 1 : 0)} of ${all}`;
}

function lossCell(loss: number | undefined): string {
  return loss !== undefined && Number.isFinite(loss) ? fixed(loss, 3) : '–';
}

function Table({ training: { run, networks, testImages } }: { training: Training }) {
  return (
    <ChartTable
      caption={`Networks of ${run.name}; top-1 on ${count(testImages)} images that none was trained on`}
      columns={[
        ['Network', ({ id }) => id],
        ['Population', ({ population }) => populationName(run.populations[population])],
        ['Epochs done', (standing) => epochsCell(run, standing)],
        ['Loss', ({ curve }) => lossCell(curve.at(-1)?.loss)],
        ['Right while training', ({ curve }) => percent(curve.at(-1)?.accuracy)],
        ['Masked', ({ curve }) => percent(curve.at(-1)?.sparsity)],
        ['Top-1', ({ top1 }) => percent(top1, 2)],
      ]}
      rows={networks}
    />
  );
}
