import type { Predictions } from '../audit/predictions';
import type { ImportExtras } from './importExtras';
import type { ImportOptions, ImportOrigin } from './importOrigin';

/** Pictures of an import's images: u8 [images, height, width, channels], black where there is none. */
export type Pictures = {
  height: number;
  width: number;
  channels: number;
  images: Uint8Array<ArrayBuffer>;
  /** How many of the images have one. */
  found: number;
  /** What was done to fit them, in words. */
  fitted: string;
};

/** Predictions of a reader's own populations on the same images, and what is known of the images. */
export type Import = {
  /** Lower-case letters, digits and hyphens, at most 40. */
  id: string;
  name: string;
  /** When it was imported, ISO 8601. */
  created: string;
  /** The files it came from, by name. */
  files: string[];
  dense: Predictions;
  compressed: Predictions;
  /** A null population, for the noise floor. */
  nulls: Predictions | null;
  /** Whether row k of both populations is the same training run: then they have equally many networks. */
  paired: boolean;
  /** The true class of each image. */
  truth: Uint16Array;
  imageIds: (number | string)[];
  classNames: string[];
  pictures: Pictures | null;
  extras: ImportExtras;
  options: ImportOptions;
  /** The bundle it was opened from; null where it came as predictions. */
  origin: ImportOrigin | null;
  /** Who gave the answers, on what, where its files say so. */
  answers?: string;
};

/**
 * An import as it is read again: what of it was lost, a sentence each, and how often it was changed since it
 * was made.
 */
export type StoredImport = Import & { notices: string[]; revision: number };
