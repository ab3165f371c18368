/** An image holds as a PIE when it is one in at least this share of draws. */
export const HOLDS = 0.95;

/** A set of PIEs by how often each is a PIE: `bins` of a tenth of the draws each, and how many hold. */
export type Holding = { pies: number; holding: number; bins: number[] };

/** How steadily the images `pies` are PIEs, from each image's share of draws. */
export function holdingOf(share: Float32Array, pies: Uint32Array): Holding {
  const bins = new Array<number>(10).fill(0);
  let holding = 0;
  for (const image of pies) {
    // Shares are float32: .95 of 200 draws lies just under its double.
    if (share[image] >= Math.fround(HOLDS)) holding++;
    bins[Math.min(9, Math.floor(share[image] * 10 + 1e-6))]++;
  }
  return { pies: pies.length, holding, bins };
}
