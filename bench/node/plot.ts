/** Draws a saved run; to be written. */
export function plotRun(file: string): void {
  throw new Error(`Expected a run to draw, got ${file}.`);
}
