/** Who gave the answers of what is taken away, by its provenance. */
export function answersOf({ provenance }: { provenance: [string, string][] }): string | undefined {
  return provenance.find(([name]) => name === 'Answers')?.[1];
}
