import { useId } from 'react';
import { type ClassMatch, isGuessing } from '../../formats/images/matchClasses';
import { count, percent } from '../../text/format';
import { Select } from '../../views/inputs/Select';
import { type NormalisationFields, presetsFor } from './normalisation';
import type { CheckAnswer } from './protocol';

type Props = {
  matches: ClassMatch[];
  chosen: number;
  onMatch: (match: number) => void;
  /** The fields of the means and deviations; null where the files of networks say them. */
  fields: NormalisationFields | null;
  stated: string;
  onFields: (fields: NormalisationFields) => void;
  /** How a first network does with all this; null until it was tried. */
  checked: CheckAnswer | null;
  /** Whether what is typed is no normalisation. */
  broken: boolean;
};

/** The third step: what images and answers mean to the networks, tried at once on a few images. */
export function MeaningStep(props: Props) {
  const { matches, chosen, onMatch, fields, stated, onFields, broken, checked } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid="meaning-step">
      <h2 id={id}>3 What goes in and what comes out</h2>
      {matches.length === 1 ? (
        <p className="imports-file" data-testid="class-match">
          {matches[0].words}
        </p>
      ) : (
        <fieldset className="networks-ways" data-testid="class-match">
          <legend>
            Classes can be paired with outputs in {matches.length} ways, each tried on the first network.
            Which is right?
          </legend>
          {matches.map((match, at) => (
            <label key={match.words}>
              <input type="radio" name={`${id}-match`} checked={at === chosen} onChange={() => onMatch(at)} />
              {match.words} <small>{match.names.slice(0, 4).join(', ')}, …</small>
              {checked && (
                <small data-testid={`way-${at}`}>
                  {' '}
                  right on {count(checked.correct[at] ?? 0)} of {count(checked.of)}
                </small>
              )}
            </label>
          ))}
        </fieldset>
      )}
      <details className="imports-why">
        <summary>Outputs and classes</summary>
        <ol start={0}>
          {matches[chosen].names.slice(0, 1000).map((name, output) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: outputs are numbers
            <li key={output}>{name}</li>
          ))}
        </ol>
      </details>
      {fields ? (
        <Fields fields={fields} onFields={onFields} />
      ) : (
        <p className="imports-note">Images go in as the files say: {stated}.</p>
      )}
      <Tried {...props} />
      {broken && (
        <p className="imports-problem" role="alert">
          Expected numbers, and deviations above 0, got something else in a field.
        </p>
      )}
    </section>
  );
}

type FieldsProps = { fields: NormalisationFields; onFields: (fields: NormalisationFields) => void };

function Fields({ fields, onFields }: FieldsProps) {
  const id = useId();
  const channels = fields.mean.length;
  const presets = presetsFor(channels);
  const current = presets.find((preset) => JSON.stringify(preset.fields) === JSON.stringify(fields));
  const names = channels === 3 ? ['red', 'green', 'blue'] : ['grey'];
  const change = (key: 'mean' | 'std', at: number, text: string) =>
    onFields({ ...fields, [key]: fields[key].map((old, place) => (place === at ? text : old)) });
  return (
    <fieldset className="networks-fields" data-testid="normalisation">
      <legend>
        The files do not say what was done to images in training: (byte / 255 - mean) / deviation
      </legend>
      <label htmlFor={`${id}-preset`}>As for</label>
      <Select
        id={`${id}-preset`}
        value={current?.name ?? ''}
        options={[
          ...(current ? [] : [['', 'something else'] as const]),
          ...presets.map(({ name }) => [name, name] as const),
        ]}
        onValue={(chosen) => {
          const preset = presets.find(({ name }) => name === chosen);
          if (preset) onFields(preset.fields);
        }}
      />
      {(['mean', 'std'] as const).map((key) => (
        <span key={key} className="networks-channels">
          <span aria-hidden="true">{key === 'mean' ? 'mean' : 'deviation'}</span>
          {fields[key].map((text, at) => (
            <input
              // biome-ignore lint/suspicious/noArrayIndexKey: channels are numbers
              key={at}
              type="text"
              inputMode="decimal"
              aria-label={`${key === 'mean' ? 'Mean' : 'Deviation'} of ${names[at] ?? `channel ${at + 1}`}`}
              value={text}
              onChange={(event) => change(key, at, event.currentTarget.value)}
            />
          ))}
        </span>
      ))}
    </fieldset>
  );
}

function Tried({ matches, chosen, checked }: Props) {
  if (!checked) return <p className="imports-note">A first network is being tried on a few images.</p>;
  const { of, correct, usual, question } = checked;
  const classes = matches[chosen].names.length;
  const guesses = isGuessing(correct[chosen] ?? 0, of, classes);
  const better = correct.findIndex((right) => !isGuessing(right, of, classes));
  return (
    <p
      className={guesses ? 'imports-problem' : 'imports-file'}
      role="status"
      data-testid="tried"
      data-correct={correct[chosen]}
    >
      The first dense network is right on <b>{count(correct[chosen])}</b> of {count(of)} images (
      {percent((correct[chosen] ?? 0) / of)}). Guessing gives {percent(1 / classes)}.
      {usual.length > 0 &&
        ` Tried with the usual means and deviations: ${question.usual
          .map(({ name }, at) => `${name} ${percent((usual[at][chosen] ?? 0) / of)}`)
          .join('; ')}. It begins at the best of them, until you choose another.`}
      {guesses &&
        (better >= 0 && better !== chosen
          ? ' The other way to pair classes with outputs does better.'
          : ' It answers as if it guessed. The means and deviations, the order of the classes, or ' +
            'the fit of the images is probably not what it was trained with.')}
    </p>
  );
}
