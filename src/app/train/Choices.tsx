import { type ReactNode, useId } from 'react';
import { PRESETS } from '../../model/presets';
import { bytes, count, noun } from '../../text/format';
import { FileDrop } from '../bring/FileDrop';
import { type Fields, SHIPPED } from './fields';
import type { ZooData } from './protocol';
import type { TrainLab } from './useTrain';

/** Bytes of the shipped training images, compressed (public/zoo/fashion-mnist/manifest.json). */
const DOWNLOAD = 26_222_014;

type Props = {
  lab: TrainLab;
  fields: Fields;
  onFields: (fields: Fields) => void;
};

/** A number in a field of its own, with its name. */
function NumberField({
  name,
  value,
  min,
  max,
  step = 1,
  onValue,
}: {
  name: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onValue: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="imports-column">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        type="number"
        {...{ min, max, step }}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onValue(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

function Radio({
  group,
  checked,
  onChoose,
  children,
}: {
  group: string;
  checked: boolean;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <label>
      <input type="radio" name={group} checked={checked} onChange={onChoose} /> {children}
    </label>
  );
}

/** What is trained, on what, and how much of it. */
export function Choices(props: Props) {
  return (
    <>
      <DataStep {...props} />
      <NetworkStep {...props} />
      <PopulationsStep {...props} />
      <SizeStep {...props} />
    </>
  );
}

function DataStep({ lab: { state, send }, fields, onFields }: Props) {
  const id = useId();
  const { listed, seen, busy } = state;
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
            : `The training images are fetched when a training begins, ${bytes(DOWNLOAD)}, compared with their checksum and kept in this browser.`}
        </p>
      ) : (
        <>
          <FileDrop
            label="Drop files or a folder of labelled images here, or choose files"
            testId="train-files"
            busy={busy !== null}
            onFiles={(training) => {
              if (training.length === 0) return;
              onFields({ ...fields, training });
              send({ kind: 'look', role: 'training', files: training });
            }}
            folder
          >
            A pair of IDX files, CIFAR (binary version), npz, Parquet as Hugging Face writes it, or a zip, tar
            or folder with one folder a class. They stay in this browser.
          </FileDrop>
          {seen.training && <Seen seen={seen.training} />}
          <details className="networks-calibration imports-more">
            <summary>Held-out images in files of their own</summary>
            <FileDrop
              label="Drop files of held-out images here, or choose files"
              testId="train-held-out"
              busy={busy !== null}
              onFiles={(heldOut) => {
                if (heldOut.length === 0) return;
                onFields({ ...fields, heldOut });
                send({ kind: 'look', role: 'heldOut', files: heldOut });
              }}
              folder
            >
              Networks are judged on images that they have not seen. Without such files a share is set aside.
            </FileDrop>
            {seen.heldOut && <Seen seen={seen.heldOut} />}
          </details>
          <div className="networks-choices">
            {fields.heldOut.length === 0 && !seen.training?.heldOut && (
              <>
                <NumberField
                  name="Held out, percent"
                  value={Math.round(100 * fields.share)}
                  min={5}
                  max={50}
                  onValue={(value) => onFields({ ...fields, share: value / 100 })}
                />
                <NumberField
                  name="Seed of the draw"
                  value={fields.seed}
                  min={0}
                  max={2 ** 32 - 1}
                  onValue={(seed) => onFields({ ...fields, seed })}
                />
              </>
            )}
            <NumberField
              name="Side of the images, pixels"
              value={fields.side}
              min={8}
              max={256}
              onValue={(side) => onFields({ ...fields, side })}
            />
            <label>
              <input
                type="checkbox"
                checked={fields.grey}
                onChange={(event) => onFields({ ...fields, grey: event.currentTarget.checked })}
              />{' '}
              in grey
            </label>
          </div>
          <p className="imports-note">
            Images are cropped to the middle and resized to that side, unless they have it already.
          </p>
        </>
      )}
    </section>
  );
}

function Seen({ seen }: { seen: NonNullable<Props['lab']['state']['seen']['training']> }) {
  return (
    <>
      <p className="imports-file" data-testid="train-seen">
        <b>{seen.file}</b>: {seen.kind}
        {seen.count !== null && `, ${count(seen.count)} ${noun(seen.count, 'image')}`}.
      </p>
      {seen.heldOut && (
        <p className="imports-note">
          Its part “{seen.heldOut}” is held out, unless there are files of their own for it.
        </p>
      )}
      {seen.notes.map((note) => (
        <p key={note} className="imports-note">
          {note}
        </p>
      ))}
    </>
  );
}

function NetworkStep({ fields, onFields }: Props) {
  const id = useId();
  const { network } = fields;
  return (
    <section aria-labelledby={id} data-testid="train-network">
      <h2 id={id}>2 Network</h2>
      <fieldset className="networks-ways">
        <legend>All populations share one architecture</legend>
        {PRESETS.map((preset) => (
          <Radio
            key={preset.id}
            group={id}
            checked={network.kind === 'preset' && network.id === preset.id}
            onChoose={() => onFields({ ...fields, network: { kind: 'preset', id: preset.id } })}
          >
            {preset.words}
          </Radio>
        ))}
        <label>
          A description file (JSON, as <a href="#/yours/networks">Yours</a> explains){' '}
          <input
            type="file"
            accept=".json,application/json"
            data-testid="train-description"
            onChange={async (event) => {
              const file = event.currentTarget.files?.[0];
              if (!file) return;
              const text = await file.text();
              onFields({ ...fields, network: { kind: 'description', file: file.name, text } });
            }}
          />
        </label>
      </fieldset>
      {network.kind === 'description' && <p className="imports-file">{network.file}</p>}
    </section>
  );
}

function PopulationsStep({ fields, onFields }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid="train-populations">
      <h2 id={id}>3 Populations</h2>
      <div className="networks-ways">
        <p className="imports-note">
          Dense networks are always trained: the others are compared with them. No two networks begin alike.
        </p>
        <label>
          <input
            type="checkbox"
            checked={fields.retrained}
            onChange={(event) => onFields({ ...fields, retrained: event.currentTarget.checked })}
          />{' '}
          retrained: a second dense population, which shows what training again alone changes
        </label>
        <div className="imports-column">
          <label htmlFor={`${id}-levels`}>Sparse, percent of the weights removed while they learn</label>
          <input
            id={`${id}-levels`}
            type="text"
            inputMode="numeric"
            value={fields.levels}
            onChange={(event) => onFields({ ...fields, levels: event.currentTarget.value })}
          />
        </div>
        <fieldset className="imports-form">
          <legend>The smallest weights go</legend>
          {(
            [
              ['layer', 'from each layer alike'],
              ['global', 'by one threshold for all layers'],
            ] as const
          ).map(([scope, words]) => (
            <Radio
              key={scope}
              group={`${id}-scope`}
              checked={fields.scope === scope}
              onChoose={() => onFields({ ...fields, scope })}
            >
              {words}
            </Radio>
          ))}
        </fieldset>
      </div>
    </section>
  );
}

function SizeStep({ fields, onFields }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} data-testid="train-size">
      <h2 id={id}>4 Size</h2>
      <div className="networks-choices">
        <NumberField
          name="Networks a population"
          value={fields.members}
          min={1}
          max={100}
          onValue={(members) => onFields({ ...fields, members })}
        />
        <NumberField
          name="Epochs"
          value={fields.epochs}
          min={1}
          max={1000}
          onValue={(epochs) => onFields({ ...fields, epochs })}
        />
        <NumberField
          name="Training images"
          value={fields.images}
          min={16}
          max={1_000_000}
          onValue={(images) => onFields({ ...fields, images })}
        />
      </div>
      <details className="imports-more">
        <summary>Batch, learning rate, same bits everywhere</summary>
        <div className="networks-choices">
          <NumberField
            name="Images a step (batch)"
            value={fields.batch}
            min={16}
            max={4096}
            step={16}
            onValue={(batch) => onFields({ ...fields, batch })}
          />
          <NumberField
            name="Highest learning rate"
            value={fields.rate}
            min={0.001}
            max={100}
            step={0.001}
            onValue={(rate) => onFields({ ...fields, rate })}
          />
        </div>
        <label className="imports-check">
          <input
            type="checkbox"
            checked={fields.plain}
            onChange={(event) => onFields({ ...fields, plain: event.currentTarget.checked })}
          />{' '}
          Train in plain SIMD, slower: then the same recipe, images and seeds give the same bits on every
          processor. Otherwise only on this one, in this browser.
        </label>
      </details>
    </section>
  );
}
