import { useEffect } from 'react';
import { count, noun } from '../../text/format';
import { Check } from '../../views/inputs/Check';
import { ChooseOne } from '../bring/ChooseOne';
import { FileDrop } from '../bring/FileDrop';
import { FirstImages } from '../bring/FirstImages';
import { WithoutThem } from '../bring/WithoutThem';
import { readingOf, refusalOf } from './fields';
import { type ChoicesProps, FieldOf, NumberField } from './inputs';
import type { SeenImages } from './protocol';
import { isMeasuring } from './state';

/**
 * Files of the reader's own images: which are trained on, which held out, how they are read, and what that
 * looks like.
 */
export function OwnImages({ lab: { state, send }, fields, onFields }: ChoicesProps) {
  const { seen, preview } = state;
  const busy = state.busy !== null && !isMeasuring(state);
  const labels = seen.training?.labels ?? [];
  const question = JSON.stringify({ ...readingOf(fields), network: fields.network });
  const file = seen.training;
  const shows = file !== undefined && refusalOf(fields, true) === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other files have other images
  useEffect(() => {
    if (shows) send({ kind: 'preview', question: JSON.parse(question) });
  }, [shows, file, question, send]);
  return (
    <>
      <FileDrop
        label="Drop files or a folder of labelled images here, or choose files"
        testId="train-files"
        busy={busy}
        onFiles={(training) => {
          if (training.length === 0) return;
          onFields({ ...fields, training });
          send({ kind: 'look', role: 'training', files: training });
        }}
        folder
      >
        A pair of IDX files, CIFAR (binary version), npz, Parquet as Hugging Face writes it, or a zip, tar or
        folder with one folder a class. They stay in this browser.
      </FileDrop>
      {seen.training && <Seen seen={seen.training} />}
      <details className="networks-calibration imports-more">
        <summary>Held-out images in files of their own</summary>
        <FileDrop
          label="Drop files of held-out images here, or choose files"
          testId="train-held-out"
          busy={busy}
          onFiles={(heldOut) => {
            if (heldOut.length === 0) return;
            onFields({ ...fields, heldOut });
            send({ kind: 'look', role: 'heldOut', files: heldOut });
          }}
          folder
        >
          Networks are judged on images that they have not seen. Without such files a share is set aside.
        </FileDrop>
        {fields.heldOut.length > 0 && (
          <>
            {seen.heldOut && <Seen seen={seen.heldOut} />}
            <WithoutThem onLeave={() => onFields({ ...fields, heldOut: [] })} />
          </>
        )}
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
            <FieldOf number="seed" {...{ fields, onFields }} />
          </>
        )}
        <FieldOf number="side" {...{ fields, onFields }} />
        <Check checked={fields.grey} onCheck={(grey) => onFields({ ...fields, grey })}>
          in grey
        </Check>
        {labels.length > 0 && (
          <ChooseOne
            title="Labels"
            values={labels}
            value={fields.labels && labels.includes(fields.labels) ? fields.labels : labels[0]}
            onValue={(name) => onFields({ ...fields, labels: name })}
          />
        )}
      </div>
      <p className="imports-note">
        Images are cropped to the middle and resized to that side, unless they have it already.
      </p>
      {preview && <FirstImages preview={preview.preview} />}
    </>
  );
}

function Seen({ seen }: { seen: SeenImages }) {
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
