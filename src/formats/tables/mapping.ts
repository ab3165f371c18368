/** Which column of a table is what. */

/** Where there is a row for each network and image. `null` or left out: no such column. */
export type LongMapping = {
  form: 'long';
  /** A class, or a list from which it follows (`ListKind`). */
  prediction: string;
  /** Without one, the images of each network are numbered in the order of their rows. */
  image: string | null;
  /** Without one, the file holds one network, called after the file. */
  model: string | null;
  /** What names a network only together with `model`. */
  seed?: string | null;
  /** Whose values tell several populations apart; without one, the file holds one. */
  population?: string | null;
  label: string | null;
  pPrediction: string | null;
  pLabel: string | null;
  rankLabel: string | null;
  /** Lists of what the network says of each class, beside its prediction. */
  scores?: string | null;
};

/** How sure one network was, in columns beside its predictions. */
export type NetworkConfidences = {
  pPrediction?: string | null;
  pLabel?: string | null;
  rankLabel?: string | null;
};

/** Where there is a row for each image and a column of predictions for each network. */
export type WideMapping = {
  form: 'wide';
  image: string | null;
  label: string | null;
  models: string[];
  /** Of networks that have such columns. */
  confidences?: Record<string, NetworkConfidences>;
};

/**
 * Where there is a row for each network, whose id stands in `model`, and a column of predictions for each
 * image.
 */
export type TransposedMapping = { form: 'transposed'; model: string; images: string[] };

/** Where there is a row for each image and no predictions; without an id, images are numbered. */
export type LabelMapping = { form: 'labels'; image: string | null; label: string };

/** What the columns of a table of predictions mean. */
export type TableMapping = LongMapping | WideMapping | TransposedMapping;
