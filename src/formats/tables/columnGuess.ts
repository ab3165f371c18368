import type { LabelMapping, TableMapping } from './mappedTable';
import type { TablePreview } from './tablePreview';

/** What the columns of a table may mean, and why; `mapping` is null where neither predictions nor images with their labels were found. */
export type ColumnGuess = {
  mapping: TableMapping | LabelMapping | null;
  /** For each column that got a meaning: what, and why. */
  reasons: { column: string; role: Role | 'predictions of a network'; why: string }[];
};

type Role = 'prediction' | 'image' | 'model' | 'label' | 'pPrediction' | 'pLabel' | 'rankLabel';

/** Names that people give to such columns, the likeliest first, compared without case and punctuation. */
const NAMES: [Role, string[]][] = [
  [
    'pPrediction',
    ['p_prediction', 'p_pred', 'confidence', 'conf', 'max_prob', 'probability', 'prob', 'score', 'p'],
  ],
  ['pLabel', ['p_label', 'p_true', 'p_target', 'prob_true', 'true_prob', 'prob_label']],
  ['rankLabel', ['rank_label', 'true_rank', 'rank']],
  [
    'prediction',
    [
      ...[
        'prediction',
        'pred',
        'predicted',
        'predicted_label',
        'predicted_class',
        'pred_label',
        'pred_class',
      ],
      ...['y_pred', 'yhat', 'y_hat', 'top1', 'argmax', 'output', 'preds', 'predictions'],
    ],
  ],
  [
    'label',
    [
      ...['label', 'true_label', 'ground_truth', 'truth', 'y_true', 'true_class', 'target', 'gt', 'actual'],
      ...['labels', 'targets', 'class', 'category', 'y', 'true'],
    ],
  ],
  [
    'model',
    [
      'model_id',
      'model',
      'network',
      'network_id',
      'member',
      'seed',
      'run_id',
      'run',
      'checkpoint',
      'trial',
      'fold',
    ],
  ],
  [
    'image',
    [
      ...[
        'image_id',
        'image',
        'img_id',
        'img',
        'filename',
        'file_name',
        'file',
        'path',
        'sample_id',
        'sample',
      ],
      ...['example_id', 'example', 'id', 'index', 'idx', 'item', 'uid', 'unnamed_0'],
    ],
  ],
];

const normal = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

/** Guesses what the columns of a table mean from their names and first values: a suggestion to show, not to rely on. */
export function guessColumns({ header, rows }: TablePreview): ColumnGuess {
  const valuesOf = (column: string) =>
    rows.map((row) => row[header.indexOf(column)]).filter((value) => value !== '');
  const free = new Set(header.filter((name, at) => name !== '' && header.indexOf(name) === at));
  const reasons: ColumnGuess['reasons'] = [];
  const found: Partial<Record<Role, string>> = {};
  const give = (role: Role, column: string, why: string) => {
    found[role] = column;
    free.delete(column);
    reasons.push({ column, role, why });
  };

  for (const [role, names] of NAMES) {
    for (const name of names) {
      const column = [...free].find((each) => normal(each) === name && fits(role, valuesOf(each)));
      if (column === undefined) continue;
      give(role, column, 'by its name');
      break;
    }
  }
  const classes = new Set(found.label ? valuesOf(found.label) : []);
  const likeLabels = [...free].filter((column) => {
    const values = valuesOf(column);
    return classes.size > 0 && values.length > 0 && values.every((value) => classes.has(value));
  });
  if (!found.prediction) {
    const models = sameStem([...free], valuesOf) ?? (likeLabels.length > 1 ? likeLabels : null);
    if (models) {
      for (const column of models)
        reasons.push({ column, role: 'predictions of a network', why: whyModels(models, likeLabels) });
      return {
        mapping: { form: 'wide', image: found.image ?? null, label: found.label ?? null, models },
        reasons: reasons.filter(
          ({ role }) => role === 'image' || role === 'label' || role === 'predictions of a network',
        ),
      };
    }
    if (likeLabels.length === 1) give('prediction', likeLabels[0], 'its values are classes of the label');
  }
  if (!found.prediction) {
    const { image, label } = found;
    if (!image || !label) return { mapping: null, reasons };
    return {
      mapping: { form: 'labels', image, label },
      reasons: reasons.filter(({ role }) => role === 'image' || role === 'label'),
    };
  }
  const of = (role: Role) => found[role] ?? null;
  return {
    mapping: {
      form: 'long',
      prediction: found.prediction,
      image: of('image'),
      model: of('model'),
      label: of('label'),
      pPrediction: of('pPrediction'),
      pLabel: of('pLabel'),
      rankLabel: of('rankLabel'),
    },
    reasons,
  };
}

/** Whether values may have a role at all. */
function fits(role: Role, values: string[]): boolean {
  const numbers = values.map(Number);
  if (role === 'pPrediction' || role === 'pLabel')
    return numbers.every((value) => value >= 0 && value <= 1.001);
  if (role === 'rankLabel') return numbers.every((value) => Number.isInteger(value) && value >= 0);
  if (role === 'prediction' || role === 'label') {
    return values.every((value) => !/^-?\d*\.\d*[1-9]/.test(value) && !/^-\d/.test(value));
  }
  return true;
}

/** The largest group of at least two columns of classes whose names differ only in numbers: model_0, model_1. */
function sameStem(columns: string[], valuesOf: (column: string) => string[]): string[] | null {
  const groups = new Map<string, string[]>();
  for (const column of columns) {
    if (!/\d/.test(column) || !fits('prediction', valuesOf(column))) continue;
    const stem = normal(column).replace(/\d+/g, '#');
    groups.set(stem, [...(groups.get(stem) ?? []), column]);
  }
  const largest = [...groups.values()].sort((a, b) => b.length - a.length)[0];
  return largest && largest.length > 1 ? largest : null;
}

function whyModels(models: string[], likeLabels: string[]): string {
  return models === likeLabels
    ? 'its values are classes of the label'
    : 'one of several columns numbered alike';
}
