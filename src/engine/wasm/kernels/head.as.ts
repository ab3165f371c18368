import { LANES } from './lanes.as';

/** A logit as it is ranked: NaN counts as minus infinity. */
// @ts-ignore: decorator
@inline
function logitAt(logits: usize, channelBytes: usize, klass: i32): f32 {
  const value = load<f32>(logits + <usize>klass * channelBytes);
  return value == value ? value : -Infinity;
}

/** exp(x - most), 1 where they are equal (infinities included). */
// @ts-ignore: decorator
@inline
function relative(x: f32, most: f32): f32 {
  return x == most ? 1 : Mathf.exp(x - most);
}

/**
 * Logits [class][16 images] to label (arg max, the smallest of equals), its softmax probability and that of
 * the true class, for the first `images` lanes. Also the true class's rank: classes with a larger logit, of
 * equals those of smaller index.
 */
export function readOut(
  logits: usize, channelBytes: usize, classes: i32, images: i32, truths: usize,
  labels: usize, pPrediction: usize, pLabel: usize, rankLabel: usize,
): void {
  for (let lane = 0; lane < min(images, LANES); lane++) {
    const at = logits + (<usize>lane << 2);
    let best = 0;
    let most = logitAt(at, channelBytes, 0);
    for (let klass = 1; klass < classes; klass++) {
      const value = logitAt(at, channelBytes, klass);
      if (value > most) {
        most = value;
        best = klass;
      }
    }
    const truth = <i32>load<u16>(truths + (<usize>lane << 1));
    const own = logitAt(at, channelBytes, truth);
    let sum: f32 = 0;
    let rank = 0;
    for (let klass = 0; klass < classes; klass++) {
      const value = logitAt(at, channelBytes, klass);
      sum += relative(value, most);
      if (value > own || (value == own && klass < truth)) rank++;
    }
    store<u16>(labels + (<usize>lane << 1), <u16>best);
    store<f32>(pPrediction + (<usize>lane << 2), 1 / sum);
    store<f32>(pLabel + (<usize>lane << 2), relative(own, most) / sum);
    store<u16>(rankLabel + (<usize>lane << 1), <u16>rank);
  }
}
