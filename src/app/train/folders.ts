/**
 * Folders of the browser's storage: trainings while they are not finished, and the shipped images that they
 * are on.
 */
export const FOLDERS = { runs: 'trainings', images: 'training-images' } as const;
