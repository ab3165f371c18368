/**
 * Side offsets that keep dots of one strip apart (beeswarm). Each dot keeps its exact position along the
 * strip and moves aside by the least that avoids those placed before it. Deterministic: it depends on
 * `positions` alone.
 * @param positions where the dots lie along the strip, px
 * @param diameter the least distance between centres, px
 * @param limit the largest offset to either side, px; dots that find no room overlap there
 * @returns offsets in px, in the order of `positions`
 */
export function dodge(positions: number[], diameter: number, limit: number): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => positions[a] - positions[b] || a - b);
  const offsets = new Array<number>(positions.length).fill(0);
  const placed: number[] = [];
  for (const index of order) {
    const near = placed.filter((other) => positions[index] - positions[other] < diameter);
    offsets[index] = firstFree(candidates(near, index), near, index);
    placed.push(index);
  }
  return offsets;

  function candidates(near: number[], index: number): number[] {
    const sides = near.flatMap((other) => {
      const along = positions[index] - positions[other];
      const aside = Math.sqrt(diameter * diameter - along * along);
      return [offsets[other] - aside, offsets[other] + aside];
    });
    const preferred = index % 2 === 0 ? 1 : -1;
    return [0, ...sides]
      .filter((offset) => Math.abs(offset) <= limit)
      .sort((a, b) => Math.abs(a) - Math.abs(b) || preferred * (b - a));
  }

  function firstFree(offsetsToTry: number[], near: number[], index: number): number {
    const free = offsetsToTry.find((offset) =>
      near.every(
        (other) =>
          Math.hypot(offset - offsets[other], positions[index] - positions[other]) >= diameter - 1e-9,
      ),
    );
    if (free !== undefined) return free;
    const step = ((index * 7) % 11) / 5 - 1;
    return step * limit;
  }
}
