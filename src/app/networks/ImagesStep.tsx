import { useId } from 'react';
import type { FitChoice } from '../../formats/images/fit';
import { count, noun } from '../../text/format';
import { Radios } from '../../views/inputs/Radios';
import { ChooseOne } from '../bring/ChooseOne';
import { FileDrop } from '../bring/FileDrop';
import { FirstImages } from '../bring/FirstImages';
import type { Reading } from './protocol';
import type { NetworksLab } from './useNetworks';

const FITS: [FitChoice, string][] = [
  ['crop', 'crop to the middle'],
  ['stretch', 'stretch'],
  ['pad', 'pad with black'],
];

/** Kinds of files whose images all have one extent. */
const UNIFORM = ['IDX', 'CIFAR-10', 'CIFAR-100', 'npz'];

type Settings = Pick<Reading, 'part' | 'labels' | 'fit'>;

type ImagesStepProps = {
  networks: NetworksLab;
  /** What would be read now; null as long as no networks say what they take. */
  reading: Reading | null;
  settings: Settings;
  onSettings: (settings: Settings) => void;
};

/** The second step: files of images, how they are fitted to the networks' input, and what that looks like. */
export function ImagesStep({ networks: { state, send }, reading, settings, onSettings }: ImagesStepProps) {
  const id = useId();
  const { images, busy, gathered } = state;
  const isRead = gathered !== null && JSON.stringify(gathered.reading) === JSON.stringify(reading);
  const classes = gathered?.counts.filter((images) => images > 0).length ?? 0;
  const preview = isRead ? gathered.preview : (state.preview?.preview ?? null);
  return (
    <section aria-labelledby={id} data-testid="images-step">
      <h2 id={id}>2 Images</h2>
      <FileDrop
        label="Drop files or a folder of labelled test images here, or choose files"
        testId="choose-images"
        busy={busy !== null}
        onFiles={(files) => files.length > 0 && send({ kind: 'images', files })}
        folder
      >
        A pair of IDX files, CIFAR (binary version), npz, Parquet as Hugging Face writes it, or a zip, tar or
        folder with one folder a class. At most 1 GiB of images as the networks take them.
      </FileDrop>
      {images && (
        <>
          <p className="imports-file" data-testid="images-seen">
            <b>{images.file}</b>: {images.kind}
            {countWords(images.counts, settings.part)}.
          </p>
          {images.notes.map((note) => (
            <p key={note} className="imports-note" role="status" data-testid="images-note">
              {note}
            </p>
          ))}
          <div className="networks-choices">
            {images.parts.length > 0 && (
              <ChooseOne
                title="Part"
                values={images.parts}
                counts={images.counts}
                value={settings.part ?? images.parts[0]}
                onValue={(part) => onSettings({ ...settings, part })}
              />
            )}
            {images.labels.length > 0 && (
              <ChooseOne
                title="Labels"
                values={images.labels}
                value={settings.labels ?? images.labels[0]}
                onValue={(labels) => onSettings({ ...settings, labels })}
              />
            )}
            {(!UNIFORM.includes(images.kind) || preview?.fitted !== 'unchanged') && (
              <Radios
                className="imports-form"
                legend="Where proportions differ"
                value={settings.fit}
                options={FITS}
                onValue={(fit) => onSettings({ ...settings, fit })}
              />
            )}
          </div>
          {!reading && (
            <p className="imports-note">Choose networks first: they say what extent images must have.</p>
          )}
          {reading && preview && <FirstImages preview={preview} shuffled={isRead && gathered.sorted} />}
          {reading && !isRead && (
            <button
              type="button"
              className="imports-go"
              data-testid="read-images"
              disabled={busy !== null}
              onClick={() => send({ kind: 'gather', reading })}
            >
              Read the images
            </button>
          )}
          {isRead && (
            <p className="imports-note" role="status" data-testid="images-read">
              {count(gathered.count)} {noun(gathered.count, 'image')} in {count(classes)}{' '}
              {noun(classes, 'class', 'classes')} are read: {gathered.preview.fitted}.{' '}
              {gathered.sorted && 'The file has them class by class, so they were shuffled (seed 0).'}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function countWords(counts: Record<string, number>, part: string | null): string {
  const known = counts[part ?? ''] ?? Object.values(counts)[0];
  return known === undefined ? '' : `, ${count(known)} ${noun(known, 'image')}`;
}
