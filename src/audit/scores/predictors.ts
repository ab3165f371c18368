import { type Estimate, type Findings, nullPiesOf } from '../findings';
import type { Predictions } from '../predictions';
import { runOut } from '../runOut';
import { wilsonInterval } from '../statistics/intervals';
import { descendingOrder } from '../statistics/ranking';
import { type Roc, rocOf } from '../statistics/roc';
import { voteMargin } from '../votes/votes';
import { meanConfidence, meanOf } from './confidence';

/**
 * What the dense population says of an image before anything is compressed. `margin` is the votes of the
 * first class minus those of the second, `entropy` that of the votes. Where predictions carry probabilities,
 * `confidence` and `truth` are the means of those of the answer and of the true class.
 */
export type PredictorId = 'margin' | 'entropy' | 'confidence' | 'truth';

/** How well one of them tells the PIEs, and the images that retraining alone changes. */
export type Predictor = {
  id: PredictorId;
  /** Null without a PIE, or where all images are PIEs. */
  pies: Roc | null;
  /** Null without a null population, or where it changes no image. */
  retrained: Roc | null;
};

/** PIEs among the images on which the dense population is about equally sure. */
type RateBin = {
  /** From `low` to under `high`; the last bin includes 1. */
  low: number;
  high: number;
  images: number;
  pies: number;
  /** Share of its images that are PIEs, with Wilson's interval. */
  rate: Estimate;
  /** The same for the images that retraining alone changes; null without a null population. */
  retrained: Estimate | null;
};

/**
 * PIE rates by how sure the dense population is: by mean probability of its answers, or, without
 * probabilities, by vote margin.
 */
export type PieRates = { by: 'confidence' | 'margin'; bins: RateBin[] };

type DenseVotes = Pick<Findings, 'votes' | 'members' | 'images'>;

/** Dense vote margin of every image as a share of the networks, 0..1. */
function voteMargins({ votes, members, images }: DenseVotes): Float64Array {
  return Float64Array.from({ length: images }, (_, image) => voteMargin(votes.dense, image) / members.dense);
}

/**
 * Entropy of the dense votes of every image, bits. Equal counts give exactly equal values, whatever their
 * classes.
 */
export function voteEntropies({ votes, members, images }: DenseVotes): Float64Array {
  const { starts, counts } = votes.dense;
  const entropies = new Float64Array(images);
  for (let image = 0; image < images; image++) {
    // Where all networks agree there is none.
    if (starts[image + 1] - starts[image] < 2) continue;
    entropies[image] = counts
      .slice(starts[image], starts[image + 1])
      .sort()
      .reduce((bits, count) => bits - (count / members.dense) * Math.log2(count / members.dense), 0);
  }
  return entropies;
}

function marksOf(images: number, marked: Uint32Array): Uint8Array {
  const marks = new Uint8Array(images);
  for (const image of marked) marks[image] = 1;
  return marks;
}

/**
 * How well what the `dense` population (that of `findings`) says predicts which images become PIEs, beside
 * how well it predicts those that retraining alone changes. A PIE is defined through the dense votes: part
 * of this is by construction. Uncertainty ranks high, so every area of .5 means nothing is predicted.
 */
export function piePredictors(findings: Findings, dense: Predictions): Predictor[] {
  return runOut(predictorSteps(findings, dense));
}

/** The same predictor by predictor: yields the share that is done, 0..1. */
export function* predictorSteps(findings: Findings, dense: Predictions): Generator<number, Predictor[]> {
  const marks = marksOf(findings.images, findings.pies.images);
  const nullPies = nullPiesOf(findings);
  const nullMarks = nullPies && marksOf(findings.images, nullPies);
  const answered = meanOf(dense, dense.pPrediction);
  const truth = meanConfidence(dense);
  const negated = (values: Float32Array | Float64Array) => values.map((value) => -value);
  const scores: [PredictorId, () => ArrayLike<number>][] = [
    ['margin', () => negated(voteMargins(findings))],
    ['entropy', () => voteEntropies(findings)],
  ];
  if (answered) scores.push(['confidence', () => negated(answered)]);
  if (truth) scores.push(['truth', () => negated(truth)]);
  const predictors: Predictor[] = [];
  for (const [id, valuesOf] of scores) {
    yield predictors.length / scores.length;
    const values = valuesOf();
    const order = descendingOrder(values);
    yield (predictors.length + 0.5) / scores.length;
    const pies = rocOf(values, marks, order);
    predictors.push({ id, pies, retrained: nullMarks && rocOf(values, nullMarks, order) });
  }
  return predictors;
}

/**
 * Share of images that are PIEs by how sure the `dense` population is, in ten bins of equal width; empty ones
 * are left out.
 */
export function pieRates(findings: Findings, dense: Predictions): PieRates {
  const { images, pies } = findings;
  const confidence = meanOf(dense, dense.pPrediction);
  const sure = confidence ?? voteMargins(findings);
  const binOf = (image: number) => Math.min(9, Math.floor(10 * sure[image]));
  const nullPies = nullPiesOf(findings);
  const held = new Array<number>(10).fill(0);
  for (let image = 0; image < images; image++) held[binOf(image)]++;
  const counted = (marked: Uint32Array) => {
    const counts = new Array<number>(10).fill(0);
    for (const image of marked) counts[binOf(image)]++;
    return counts;
  };
  const pieCounts = counted(pies.images);
  const nullCounts = nullPies && counted(nullPies);
  const rate = (count: number, n: number) => ({ value: count / n, interval: wilsonInterval(count, n), n });
  return {
    by: confidence ? 'confidence' : 'margin',
    bins: held.flatMap((n, bin) =>
      n === 0
        ? []
        : [
            {
              low: bin / 10,
              high: (bin + 1) / 10,
              images: n,
              pies: pieCounts[bin],
              rate: rate(pieCounts[bin], n),
              retrained: nullCounts && rate(nullCounts[bin], n),
            },
          ],
    ),
  };
}
