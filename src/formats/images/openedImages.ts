/** Files of images that were looked at and not yet read. */
import type { LabelledImage } from './imageSet';

/** A file as a reader chose it, by its path where it is in a folder. */
export type ChosenFile = { path: string; content: Blob };

/** Images as they stream by. */
export type ImageStream = {
  images: AsyncIterable<LabelledImage>;
  /** The classes in their order, where the file says so before its images. */
  classes?: string[];
  /** Names of the classes that images give by number, known once all images have been seen. */
  names?: () => string[];
  /** Whether classes stand in the order of their names, because nothing says another. */
  byName: boolean;
};

/** Which of the parts and of the columns of labels is read; null where there is nothing to choose. */
export type ImageChoice = { part: string | null; labels: string | null };

/** Chosen files of images, looked at and not yet read. */
export type ImageFiles = {
  /** The file, or the first of them, for sentences. */
  file: string;
  /** What they are, in words. */
  kind: string;
  /** How many images there are in each part, where that is known before reading. */
  counts: Record<string, number>;
  /** Parts of which one is read (train, test), the likeliest first; empty where there is one. */
  parts: string[];
  /** Labels of which one is read, the likeliest first; empty where there is one or none. */
  labels: string[];
  /** What is taken for granted and what is left out, a sentence each. */
  notes: string[];
  /** What to do where images have no classes. */
  advice: string;
  open(choice: ImageChoice): Promise<ImageStream>;
};
