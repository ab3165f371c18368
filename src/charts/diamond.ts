/** The outline of a diamond around the origin, `reach` px from centre to corner. */
export function diamond(reach: number): string {
  return `M0,${-reach}L${reach},0L0,${reach}L${-reach},0Z`;
}
