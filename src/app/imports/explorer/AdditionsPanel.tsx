import { count, noun } from '../../../text/format';
import type { Additions, OpenedImport } from '../protocol';
import { AdditionSet, AttributesField, PictureFields, TrainingField } from '../steps/AdditionFields';

type Props = {
  imported: OpenedImport;
  busy: boolean;
  onAdd: (additions: Additions) => void;
};

/** What can be added to an import that is kept, replaced there and taken away, without importing again. */
export function AdditionsPanel({ imported: { pictures, extras, findings }, busy, onAdd }: Props) {
  const { template, attributes, training } = extras;
  const shown = pictures
    ? `${count(pictures.found)} of ${count(findings.images)} ${noun(findings.images, 'image')} have ` +
      `one: ${pictures.fitted}.`
    : template;
  const lacks = [
    shown === null && 'pictures',
    attributes === null && 'attributes',
    training === null && 'training counts',
  ].filter((part) => part !== false);
  return (
    <details className="imports-more" data-testid="additions">
      <summary>
        Pictures, attributes, training counts
        {lacks.length > 0 && <span> · no {lacks.join(', no ')}</span>}
      </summary>
      <AdditionSet
        title="Pictures of the images"
        there={shown}
        takeAway="Remove the pictures"
        busy={busy}
        onTakeAway={() => onAdd({ pictures: null, template: null })}
      >
        <PictureFields
          busy={busy}
          onFiles={(files) => onAdd({ pictures: files })}
          onTemplate={(address) => onAdd({ template: address })}
        />
      </AdditionSet>
      <AdditionSet
        title="Attributes of the images, for groups"
        there={attributes && `${attributes.file}: ${attributes.columns.map(({ name }) => name).join(', ')}.`}
        takeAway="Remove the attributes"
        busy={busy}
        onTakeAway={() => onAdd({ attributes: null })}
      >
        <AttributesField busy={busy} onFile={(file) => onAdd({ attributes: file })} />
      </AdditionSet>
      <AdditionSet
        title="Training images of each class, for the long tail"
        there={
          training &&
          `${training.file}: from ${count(Math.min(...training.counts))} to ` +
            `${count(Math.max(...training.counts))}.`
        }
        takeAway="Remove the counts"
        busy={busy}
        onTakeAway={() => onAdd({ training: null })}
      >
        <TrainingField busy={busy} onFile={(file) => onAdd({ training: file })} />
      </AdditionSet>
    </details>
  );
}
