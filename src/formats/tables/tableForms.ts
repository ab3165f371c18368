/** The forms that a table of predictions can have. */

/** What a form is called, what a row of it is, and what it holds, for docs/formats.md. */
type TableForm = { name: string; row: string; holds: string };

export const TABLE_FORMS = {
  long: {
    name: 'long table',
    row: 'a row a network and image',
    holds:
      'a row for each network and image: `image_id`, `model_id`, `prediction`, and where known `label`, ' +
      '`p_prediction`, `p_label`, `rank_label` (from 0), and `population` where it holds several',
  },
  wide: {
    name: 'wide table',
    row: 'a row an image, a column a network',
    holds:
      'a row for each image, a column of predictions for each network, and where known an id and `label`',
  },
  lists: {
    name: 'lists',
    row: 'lists in cells',
    holds:
      'in a long or wide table (Parquet; in CSV as Python or numpy write them, `[0.1, 0.9]`), cells may be ' +
      'lists: below',
  },
  transposed: {
    name: 'transposed table',
    row: 'a row a network, a column an image',
    holds:
      'a row for each network, a column for each image, called as images are; a row `label` has the true ' +
      'labels',
  },
  labels: {
    name: 'true labels alone',
    row: 'true labels alone',
    holds:
      'a table with an image and its label a row, or one vector [images] in a file of arrays. Without ids ' +
      'the images are numbered from 0, and there must be as many',
  },
} as const satisfies Record<string, TableForm>;
