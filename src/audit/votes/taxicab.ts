import type { Both, Findings, Votes } from '../findings';
import { descending } from './descending';

/** After every class. */
const END = 1 << 16;

/**
 * Total variation of the two vote distributions of every image, 0..1: half the taxicab distance
 * sum_c |n0[c]/K0 - nt[c]/Kt| (after Hooker et al. 2020, arXiv 2010.03058).
 */
export function taxicabDistances({ dense, compressed }: Both<Votes>, members: Both<number>): Float32Array {
  const scale = 2 * members.dense * members.compressed;
  const distances = new Float32Array(dense.starts.length - 1);
  for (let image = 0, a = 0, b = 0; image < distances.length; image++) {
    const endA = dense.starts[image + 1];
    const endB = compressed.starts[image + 1];
    let sum = 0;
    while (a < endA || b < endB) {
      const before = a < endA ? dense.labels[a] : END;
      const after = b < endB ? compressed.labels[b] : END;
      let difference = 0;
      if (before <= after) difference += dense.counts[a++] * members.compressed;
      if (after <= before) difference -= compressed.counts[b++] * members.dense;
      sum += Math.abs(difference);
    }
    distances[image] = sum / scale;
  }
  return distances;
}

/**
 * Indices of the `share` (0..1) of images that changed most by taxicab distance, most changed first; equal
 * ones by index. Takes Math.round(share x images) of them.
 */
export function topTaxicab(findings: Pick<Findings, 'taxicab'>, share: number): Uint32Array {
  const { taxicab } = findings;
  return descending(taxicab).subarray(0, Math.round(share * taxicab.length));
}
