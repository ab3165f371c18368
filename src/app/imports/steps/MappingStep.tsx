import { useId } from 'react';
import type { LongMapping, NetworkConfidences } from '../../../formats/tables/mapping';
import { Check } from '../../../views/inputs/Check';
import { Radios } from '../../../views/inputs/Radios';
import { Select } from '../../../views/inputs/Select';
import type { FileMapping, LookedFile } from '../protocol';

type Table = Extract<LookedFile, { kind: 'table' }>;

const FORMS: [FileMapping['form'], string][] = [
  ['long', 'one network and image'],
  ['wide', 'one image, with a column for each network'],
  ['transposed', 'one network, with a column for each image'],
  ['labels', 'one image with its true label, and no predictions'],
];
const ROLES: [Exclude<keyof LongMapping, 'form'>, string, string][] = [
  ['prediction', 'Prediction', 'the class a network gives, or a list from which it follows'],
  ['image', 'Image', 'which image; without one, rows are numbered'],
  ['model', 'Network', 'which network; without one, the file is one network'],
  ['seed', 'Second column of the network', 'a seed, where both together name a network'],
  ['population', 'Population', 'dense, pruned and so on; without one, the file is one population'],
  ['label', 'True label', 'the class of the image'],
  ['pPrediction', 'Probability of the prediction', '0 to 1'],
  ['pLabel', 'Probability of the true label', '0 to 1'],
  ['rankLabel', 'Rank of the true label', '0 is first'],
  ['scores', 'Scores of all classes', 'lists of probabilities or logits, beside the prediction'],
];

/** More columns than these are not shown, */
const MOST_SHOWN = 40;
/** not offered one by one, */
const MOST_CHOICES = 300;
/** and not named. */
const MOST_NAMED = 8;

/** A mapping to begin with where nothing could be guessed. */
export function emptyMapping({ header }: { header: string[] }): LongMapping {
  return {
    form: 'long',
    prediction: header[0] ?? '',
    image: null,
    model: null,
    population: null,
    label: null,
    pPrediction: null,
    pLabel: null,
    rankLabel: null,
  };
}

type MappingStepProps = { table: Table; mapping: FileMapping; onMapping: (mapping: FileMapping) => void };

/** What the columns of a table mean: guessed, and to be changed, above its first rows. */
export function MappingStep({ table: { file, preview, guess }, mapping, onMapping }: MappingStepProps) {
  const id = useId();
  const columns = [...new Set(preview.header.filter((name) => name !== ''))];
  const meaning = (column: string) => meaningOf(mapping, column);
  const used = new Set(Object.values(mapping).flat());
  const unused = columns.filter((column) => !used.has(column) && confidenceOf(mapping, column) === null);
  const reasons = guess.columns.filter(({ role }) => role !== 'unused');
  return (
    <section className="imports-file" aria-labelledby={id} data-testid="mapping">
      <h3 id={id}>{file}</h3>
      <Radios
        className="imports-form"
        legend="What a row is"
        value={mapping.form}
        options={FORMS}
        onValue={(form) => onMapping(mappingAs(form, mapping, preview, columns))}
      />
      {mapping.form === 'long' ? (
        <div className="imports-columns">
          {ROLES.map(([role, title, what]) => (
            <ColumnSelect
              key={role}
              title={title}
              what={what}
              columns={columns}
              value={mapping[role] ?? null}
              required={role === 'prediction'}
              onColumn={(column) => onMapping({ ...mapping, [role]: column })}
            />
          ))}
        </div>
      ) : mapping.form === 'transposed' ? (
        <div className="imports-columns">
          <ColumnSelect
            title="Network"
            columns={columns}
            value={mapping.model}
            required
            onColumn={(column) => onMapping(transposedBy(column ?? mapping.model, columns))}
          />
        </div>
      ) : (
        <div className="imports-columns">
          {(['image', 'label'] as const).map((role) => (
            <ColumnSelect
              key={role}
              title={role === 'image' ? 'Image' : 'True label'}
              columns={columns}
              value={mapping[role]}
              required={role === 'label' && mapping.form === 'labels'}
              onColumn={(column) => onMapping({ ...mapping, [role]: column })}
            />
          ))}
          {mapping.form === 'wide' && (
            <fieldset className="imports-form">
              <legend>Columns of networks</legend>
              {columns.length > MOST_CHOICES && <p>{mapping.models.length} columns.</p>}
              {columns.slice(0, MOST_CHOICES).map((column) => (
                <Check
                  key={column}
                  checked={mapping.models.includes(column)}
                  onCheck={(checked) =>
                    onMapping({
                      ...mapping,
                      models: columns.filter((other) =>
                        other === column ? checked : mapping.models.includes(other),
                      ),
                    })
                  }
                >
                  {column}
                </Check>
              ))}
            </fieldset>
          )}
        </div>
      )}
      {mapping.form !== 'transposed' && mapping.image === null && (
        <p className="imports-problem" role="alert" data-testid="by-row">
          No column of {file} holds ids of the images. They will be paired by row: the first row here with the
          first row of the other files, and so on. Every file must list the same images in the same order.
        </p>
      )}
      {guess.columns
        .filter(({ column, isList }) => isList && used.has(column))
        .map(({ column, why }) => (
          <p key={column} className="imports-note" data-testid="lists">
            {column} holds {why}.
          </p>
        ))}
      {unused.length > 0 && mapping.form !== 'transposed' && (
        <p className="imports-note">
          Not used: {unused.slice(0, MOST_NAMED).join(', ')}
          {unused.length > MOST_NAMED && ` and ${unused.length - MOST_NAMED} more columns`}.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="imports-scroll" aria-label={`First rows of ${file}`} tabIndex={0}>
        <table className="imports-preview">
          <thead>
            <tr>
              {preview.header.slice(0, MOST_SHOWN).map((name, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity
                <th key={column} scope="col">
                  {name}
                  <small>{meaning(name)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, 5).map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
              <tr key={at}>
                {row.slice(0, MOST_SHOWN).map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other identity
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {reasons.length > 0 && (
        <details className="imports-why">
          <summary>Why these</summary>
          <ul>
            {reasons.slice(0, 20).map(({ column, role, why }) => (
              <li key={`${column} ${role}`}>
                {column}: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

type ColumnSelectProps = {
  title: string;
  what?: string;
  columns: string[];
  value: string | null;
  required?: boolean;
  onColumn: (column: string | null) => void;
};

function ColumnSelect({ title, what, columns, value, required = false, onColumn }: ColumnSelectProps) {
  const id = useId();
  const first = columns.slice(0, MOST_CHOICES);
  const shown = value === null || first.includes(value) ? first : [...first, value];
  return (
    <div className="imports-column" title={what}>
      <label htmlFor={id}>{title}</label>
      <Select
        id={id}
        value={value ?? ''}
        options={[
          ...(required ? [] : [['', 'none'] as const]),
          ...shown.map((each) => [each, each] as const),
        ]}
        onValue={(column) => onColumn(column || null)}
      />
    </div>
  );
}

/** A mapping of another form, with the columns of images and labels that were chosen. */
function mappingAs(
  form: FileMapping['form'],
  mapping: FileMapping,
  preview: Table['preview'],
  columns: string[],
): FileMapping {
  if (form === 'long') return emptyMapping(preview);
  if (form === 'transposed') return transposedBy(columns[0] ?? '', columns);
  const { image, label } = mapping.form === 'transposed' ? { image: null, label: null } : mapping;
  if (form === 'labels')
    return { form, image, label: label ?? columns.find((column) => column !== image) ?? '' };
  return {
    form: 'wide',
    image,
    label,
    models: columns.filter((column) => column !== image && column !== label),
  };
}

/** What a column of confidences says, and of which network. */
function confidenceOf(mapping: FileMapping, column: string): string | null {
  if (mapping.form !== 'wide') return null;
  for (const [network, own] of Object.entries(mapping.confidences ?? {})) {
    const role = ROLES.find(([key]) => own[key as keyof NetworkConfidences] === column);
    if (role && mapping.models.includes(network)) return `${role[1].toLowerCase()}, ${network}`;
  }
  return null;
}

function transposedBy(model: string, columns: string[]): FileMapping {
  return { form: 'transposed', model, images: columns.filter((column) => column !== model) };
}

function meaningOf(mapping: FileMapping, column: string): string {
  if (mapping.form === 'transposed') return mapping.model === column ? 'network' : 'an image';
  if (mapping.form !== 'long') {
    if (mapping.image === column) return 'image';
    if (mapping.label === column) return 'true label';
    if (mapping.form === 'wide' && mapping.models.includes(column)) return 'a network';
    return confidenceOf(mapping, column) ?? 'not used';
  }
  return ROLES.find(([role]) => mapping[role] === column)?.[1].toLowerCase() ?? 'not used';
}
