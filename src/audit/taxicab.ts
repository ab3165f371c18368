import type { Both, Findings } from './findings';

/**
 * Total variation of the two vote distributions of every image, 0..1: half the taxicab distance
 * sum_c |n0[c]/K0 - nt[c]/Kt| (after Hooker et al. 2020, arXiv 2010.03058). `votes` are [images, classes].
 */
export function taxicabDistances(
  votes: Both<Uint16Array>,
  members: Both<number>,
  classes: number,
): Float32Array {
  const { dense, compressed } = votes;
  const scale = 2 * members.dense * members.compressed;
  const distances = new Float32Array(dense.length / classes);
  for (let image = 0, entry = 0; image < distances.length; image++) {
    let sum = 0;
    for (let label = 0; label < classes; label++, entry++) {
      sum += Math.abs(dense[entry] * members.compressed - compressed[entry] * members.dense);
    }
    distances[image] = sum / scale;
  }
  return distances;
}

/**
 * Indices of the `share` (0..1) of images that changed most by taxicab distance, most changed first; equal ones by
 * index. Takes Math.round(share x images) of them.
 */
export function topTaxicab(findings: Pick<Findings, 'taxicab'>, share: number): Uint32Array {
  const { taxicab } = findings;
  const order = Uint32Array.from(taxicab, (_, image) => image);
  order.sort((a, b) => taxicab[b] - taxicab[a] || a - b);
  return order.subarray(0, Math.round(share * taxicab.length));
}
