/** Under this key of a file's metadata, or as an array, stands who gave the answers in it, on what. */
export const ANSWERS = 'lacuna.answers';

/** What a column of a table of predictions can be. */
export type ColumnRole =
  | 'image'
  | 'model'
  | 'seed'
  | 'population'
  | 'label'
  | 'prediction'
  | 'pPrediction'
  | 'pLabel'
  | 'rankLabel'
  | 'scores';

type Names = {
  role: ColumnRole;
  /** Names that say so: such a column is this, or the file is refused. The likeliest first. */
  sure: string[];
  /** Names that may mean something else: such a column is this only if its values fit. */
  likely: string[];
};

/** Names of what tells networks of one kind apart. */
const SEEDS = [
  'seed',
  'random_seed',
  'init_seed',
  'run_id',
  'run',
  'checkpoint',
  'trial',
  'fold',
  'replicate',
];

/** Names that people give to such columns, compared without case and punctuation. */
const NAMES: Names[] = [
  {
    role: 'pPrediction',
    sure: [
      ...['p_prediction', 'p_pred', 'confidence', 'conf', 'max_prob', 'prediction_probability'],
      ...['pred_prob', 'probability', 'prob'],
    ],
    likely: ['score', 'p', 'max_probability', 'softmax'],
  },
  {
    role: 'pLabel',
    sure: ['p_label', 'p_true', 'p_target', 'prob_true', 'true_prob', 'prob_label'],
    likely: [],
  },
  { role: 'rankLabel', sure: ['rank_label', 'true_rank', 'label_rank'], likely: ['rank'] },
  {
    role: 'prediction',
    sure: [
      ...['prediction', 'pred', 'predicted', 'predicted_label', 'predicted_class', 'pred_label'],
      ...['pred_class', 'y_pred'],
    ],
    likely: [
      ...['yhat', 'y_hat', 'top1', 'argmax', 'output', 'preds', 'predictions', 'predicted_idx', 'pred_idx'],
    ],
  },
  {
    role: 'label',
    sure: [
      ...['label', 'true_label', 'ground_truth', 'truth', 'y_true', 'true_class', 'target', 'gt', 'actual'],
      ...['labels', 'targets'],
    ],
    likely: ['class', 'category', 'y', 'true'],
  },
  // What a column of scores is, its values tell.
  { role: 'scores', sure: [], likely: [] },
  { role: 'population', sure: ['population', 'populations'], likely: [] },
  {
    role: 'model',
    sure: ['model_id', 'model', 'network', 'network_id', 'member'],
    likely: ['net', 'model_name', 'architecture', 'arch', ...SEEDS],
  },
  // Beside a column of networks: what names one only together with it.
  {
    role: 'seed',
    sure: [],
    likely: [...SEEDS, 'model_id', 'network_id', 'member', 'model', 'network', 'model_name'],
  },
  {
    role: 'image',
    sure: [
      ...['image_id', 'image', 'img_id', 'img', 'filename', 'file_name', 'file', 'path', 'sample_id'],
      ...['sample', 'example_id', 'example', 'image_path', 'img_path', 'filepath', 'file_path', 'image_name'],
    ],
    likely: ['id', 'index', 'idx', 'item', 'uid', 'key'],
  },
];

/** Names of columns in which pandas and R keep row names. */
const INDICES = [
  'index_level_0',
  'index_level_1',
  'unnamed_0',
  'row_names',
  'rownames',
  'row_name',
  'rowname',
  'rn',
  'level_0',
  'level_1',
  'x',
];

/** A name without case and punctuation, words joined by `_`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
}

/** A name without case, punctuation and spaces: `imageId`, `Image ID` and `image_id` are one. */
export function compactName(name: string): string {
  return plainName(name).replaceAll('_', '');
}

/** All roles in the order in which names are looked for, with the names of each, the likeliest first. */
export const ROLE_NAMES: { role: ColumnRole; names: { name: string; isSure: boolean }[] }[] = NAMES.map(
  ({ role, sure, likely }) => ({
    role,
    names: [
      ...sure.map((name) => ({ name, isSure: true })),
      ...likely.map((name) => ({ name, isSure: false })),
    ],
  }),
);

/** All that a column can be. */
export const COLUMN_ROLES: ColumnRole[] = NAMES.map(({ role }) => role);

/** Whether a column has no name of its own, or one that pandas or R give to row names. */
export function isIndexName(name: string): boolean {
  // A table that was saved and read again has more of them: `Unnamed: 0.1`.
  return isUnnamed(name) || INDICES.includes(plainName(name).replace(/^(unnamed_\d+)(_\d+)*$/, 'unnamed_0'));
}

/** Ends of names that say that a column holds ids; a name may also begin with what an image is called. */
const ID_END = /(id|ids|idx|index|indices|indexes|names?|files?|paths?|ur[il]|key|hash|stem|nr|no|number)$/;
const ID_BEGIN =
  /^(image|img|idima?ge?|photo|picture|sample|example|file|row|frame|item|instance|uid|guid|uuid)/;
/** What has an id of its own that is none of an image. */
const OTHER_IDS =
  /(^|_)(labels?|class|classes|targets?|truth|pred[a-z]*|models?|nets?|networks?|seeds?|runs?)(_|$)/;

/** Whether a name says that a column may hold ids of images, if every image has one of its own. */
export function isIdName(name: string): boolean {
  if (isIndexName(name)) return true;
  if (OTHER_IDS.test(plainName(name))) return false;
  const compact = compactName(name);
  return ID_END.test(compact) || ID_BEGIN.test(compact);
}

/** What a column without a name is called, `#1` the first. */
export function isUnnamed(name: string): boolean {
  return /^#\d+$/.test(name);
}

/** The names of columns, those without one called by their place: `#1`. */
export function columnNames(header: string[]): string[] {
  return header.map((name, at) => (name.trim() === '' ? `#${at + 1}` : name));
}

/** The role that a name alone gives; null where it gives none. For the folders of a hive, `model=seed-0`. */
export function roleOfColumn(name: string): ColumnRole | null {
  const compact = compactName(name);
  return (
    ROLE_NAMES.find(({ names }) => names.some((each) => compactName(each.name) === compact))?.role ?? null
  );
}

/** How a preview shows a cell that holds a struct, or lists within lists. */
export const NESTED = '(nested)';

/** Rows with such a name hold the true labels of the images. */
const LABEL_ROW = /^(label|labels|truelabel|truth|target|targets|ytrue|groundtruth|gt)$/;

/** Whether the name of a row says that it holds the true labels. */
export function isLabelRow(name: string): boolean {
  return LABEL_ROW.test(compactName(name));
}
