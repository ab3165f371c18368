/**
 * An order of 0 to n - 1 in which similar things are neighbours: the leaves, left to right, of the tree that
 * average linkage (UPGMA) grows from `distances` [n][n], symmetric. The closest two groups join, equally
 * close ones by their age; in a pair the older group stands first.
 */
export function similarityOrder(distances: readonly (readonly number[])[]): number[] {
  let groups = distances.map((_, leaf) => ({ age: leaf, leaves: [leaf] }));
  const apart = (a: number[], b: number[]) =>
    a.reduce((sum, i) => sum + b.reduce((part, j) => part + distances[i][j], 0), 0) / (a.length * b.length);
  for (let age = distances.length; groups.length > 1; age++) {
    let best = { distance: Infinity, first: groups[0], second: groups[1] };
    groups.forEach((first, place) => {
      for (const second of groups.slice(place + 1)) {
        const distance = apart(first.leaves, second.leaves);
        if (distance < best.distance) best = { distance, first, second };
      }
    });
    const { first, second } = best;
    const joined = { age, leaves: [...first.leaves, ...second.leaves] };
    groups = [...groups.filter((group) => group !== first && group !== second), joined];
  }
  return groups[0]?.leaves ?? [];
}
