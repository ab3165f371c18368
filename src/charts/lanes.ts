/** Where the nodes of a graph, one below the other, and the lines between them lie. */

/** A node's lane, 0 at the left, and the lane that each of its inputs comes down in. */
export type Placed = { lane: number; from: { row: number; lane: number }[] };

/**
 * Lanes for the rows of a directed graph, each row after those that it takes. `inputs` names rows by their
 * place, -1 the network's input. The input has a row of its own: it is row 0 in what is returned, so that
 * every other row is one further down. A value keeps its lane until the last row that takes it, so that no
 * line runs through a node. Also gives how many lanes there are.
 */
export function laidOut(inputs: readonly (readonly number[])[]): { rows: Placed[]; lanes: number } {
  const sources = [[], ...inputs.map((list) => [...new Set(list)].map((row) => row + 1))];
  const lastUse = sources.map((_, row) => row);
  sources.forEach((list, row) => {
    for (const source of list) lastUse[source] = row;
  });
  /** The row whose value a lane carries; null where it is free. */
  const lanes: (number | null)[] = [];
  const laneOf: number[] = [];
  const rows = sources.map((list, row): Placed => {
    const from = list.map((source) => ({ row: source, lane: laneOf[source] }));
    const ended = from.filter((each) => lastUse[each.row] === row);
    for (const { lane } of ended) lanes[lane] = null;
    // The lane goes on that ended here, the main one where several do.
    const free = lanes.indexOf(null);
    const lane =
      ended.length > 0 ? Math.min(...ended.map((each) => each.lane)) : free < 0 ? lanes.length : free;
    if (lastUse[row] > row) lanes[lane] = row;
    else if (lane === lanes.length) lanes.push(null);
    laneOf[row] = lane;
    return { lane, from };
  });
  return { rows, lanes: lanes.length };
}
