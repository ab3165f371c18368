import type { AuditOptions } from '../findings';
import { mean } from '../statistics/intervals';
import type { Correct } from './correct';

/**
 * Each network's accuracy, 0..1, and recall per class: `recall[class][network]`, empty for a class without
 * images.
 */
export type MemberRecall = { images: Uint32Array; accuracy: number[]; recall: number[][] };

/**
 * Accuracy and recall of every network from its right answers; `images` counts the shard's images per class.
 */
export function memberRecall(correct: Correct, truth: Uint16Array, classes: number): MemberRecall {
  const { members, right } = correct;
  const images = new Uint32Array(classes);
  for (const label of truth) images[label]++;
  const recall = Array.from(images, (count) => (count === 0 ? [] : new Array<number>(members).fill(0)));
  const accuracy: number[] = [];
  const hits = new Uint32Array(classes);
  for (let row = 0, entry = 0; row < members; row++) {
    hits.fill(0);
    for (let image = 0; image < truth.length; image++, entry++) hits[truth[image]] += right[entry];
    let all = 0;
    for (let label = 0; label < classes; label++) {
      all += hits[label];
      if (images[label] > 0) recall[label][row] = hits[label] / images[label];
    }
    accuracy.push(all / truth.length);
  }
  return { images, accuracy, recall };
}

/**
 * d of every network on one class: its recall minus its own accuracy, or minus its population's mean
 * accuracy.
 */
export function deviations(all: MemberRecall, label: number, baseline: AuditOptions['baseline']): number[] {
  const { accuracy, recall } = all;
  if (baseline === 'population') {
    const center = mean(accuracy);
    return recall[label].map((value) => value - center);
  }
  return recall[label].map((value, row) => value - accuracy[row]);
}
