import { useId } from 'react';
import { bytes, count } from '../../text/format';
import { type Fields, SHIPPED } from './fields';
import { type ChoicesProps, Radio } from './inputs';
import { OwnImages } from './OwnImages';
import type { ZooData } from './protocol';

/** Bytes of the shipped training images, compressed (public/zoo/fashion-mnist/manifest.json). */
const DOWNLOAD = 26_222_014;

/** The first step: which images are trained on. */
export function DataStep({ lab, fields, onFields }: ChoicesProps) {
  const id = useId();
  const { listed } = lab.state;
  const choose = (data: Fields['data']) =>
    onFields({
      ...fields,
      data,
      images: data === 'own' ? fields.images : Math.min(fields.images, SHIPPED[data].images),
    });
  return (
    <section aria-labelledby={id} data-testid="train-data">
      <h2 id={id}>1 Images</h2>
      <fieldset className="networks-ways">
        <legend>Train on</legend>
        {(Object.keys(SHIPPED) as ZooData[]).map((each) => (
          <Radio key={each} group={id} checked={fields.data === each} onChoose={() => choose(each)}>
            {SHIPPED[each].title}: {count(SHIPPED[each].images)} training images, judged on{' '}
            {count(SHIPPED[each].test)} others
          </Radio>
        ))}
        <Radio group={id} checked={fields.data === 'own'} onChoose={() => choose('own')}>
          images of your own
        </Radio>
      </fieldset>
      {fields.data !== 'own' ? (
        <p className="imports-note" data-testid="train-download">
          {listed?.dataHere
            ? 'The training images are in this browser already.'
            : `The training images are fetched when a training begins, ${bytes(DOWNLOAD)}, compared ` +
              'with their checksum and kept in this browser.'}
        </p>
      ) : (
        <OwnImages {...{ lab, fields, onFields }} />
      )}
    </section>
  );
}
