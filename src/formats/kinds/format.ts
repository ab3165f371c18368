/**
 * What a format of files is: one entry of the table in `formats.ts`. Readers and writers load when they are
 * asked for.
 */
import type { Predictions } from '../../audit/predictions';
import type { NpyArray } from '../arrays/npy';
import type { ScanTable } from '../columnReader';

/**
 * Ids of the images and classes as they are written, in their order; `answers` says who gave the predictions,
 * on what, where the format has a place for it.
 */
type Called = { imageIds: (number | string)[]; classValues: (number | string)[]; answers?: string };

/**
 * Predictions [networks, images] with their true labels as the content of a file, whole or piece by piece.
 */
type WritePredictions = (
  predictions: Predictions,
  truth: Uint16Array,
  called: Called,
) => Promise<Uint8Array | Iterable<string>>;

/** How predictions stand in a format: as named arrays, or as a table. */
export type PredictionFormat = {
  /** Its name in a list: "expected predictions as CSV, Parquet, ...". */
  words: string;
  /** How names of such files end; the first is the one that is written. */
  endings: readonly string[];
  /** Gives the named arrays of a file, inflated; throws one sentence where it is malformed. */
  arrays?: (bytes: Uint8Array<ArrayBuffer>, file: string) => Promise<Map<string, NpyArray>>;
  /** Reads a table's columns. */
  table?: ScanTable;
  /** Who gave the answers in a file, on what; null where it does not say. */
  answers?: (bytes: Uint8Array<ArrayBuffer>, file: string) => Promise<string | null>;
  write?: WritePredictions;
  /** Whether what is written has a place for who gave the answers. */
  keepsAnswers?: true;
};

/** What a format is for. */
type Subject = 'predictions' | 'images' | 'networks';

/** One format of files. */
export type Format<Id extends string = string> = {
  id: Id;
  /** Its name in words. */
  words: string;
  /** How a file of it is told from others, in words. */
  sign: string;
  /**
   * Whether the first 512 bytes of a file are of this format; left out where `isText` or the file's name
   * decides.
   */
  begins?: (head: Uint8Array) => boolean;
  /** Whether text that begins so is of this format, where no other format begins as the file does. */
  isText?: (text: string) => boolean;
  /**
   * What it holds, form by form, by what it is for; without a form, where it holds files of other formats.
   */
  holds?: Partial<Record<Subject, Record<string, string>>>;
  predictions?: PredictionFormat;
  /** Its own limits: what, and how much. */
  limits?: Record<string, string>;
  /** Said where predictions were expected: what came, and what to do with it, `FILE` being its name. */
  instead?: { what: string; advice: string };
};

/** A test for files that begin with `bytes`, or with a text of one byte a character. */
export function beginning(start: string | readonly number[]): (head: Uint8Array) => boolean {
  const bytes = typeof start === 'string' ? [...start].map((character) => character.charCodeAt(0)) : start;
  return (head) => bytes.every((byte, at) => head[at] === byte);
}
