type Connected = { connection?: { saveData?: boolean } };

/** Whether the reader asked their browser to save data; false where it cannot be known. */
export function savesData(): boolean {
  const { navigator } = globalThis as { navigator?: Connected };
  return navigator?.connection?.saveData === true;
}
