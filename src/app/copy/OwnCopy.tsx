import { useEffect, useState } from 'react';
import { bytes, count, decimal } from '../../text/format';
import { methodsHref } from '../../views/methods/anchors';
import { FileDrop } from '../bring/FileDrop';
import type { OwnImages } from '../lab/protocol';
import { askToKeep } from '../storage/promise';
import { useKeptFocus } from '../storage/useKeptFocus';
import type { Lab } from '../useLab';
import '../imports/imports.css';
import './copy.css';

type Copy = NonNullable<OwnImages['copy']>;

/** Where a reader brings test images that are not published with the networks, and what there is of them. */
export function OwnCopy({ lab, images, title }: { lab: Lab; images: OwnImages; title: string }) {
  const { state, bringImages } = lab;
  const { copy } = images;
  const [replacing, setReplacing] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a copy that has come is not replaced any more
  useEffect(() => setReplacing(false), [copy]);
  const bringing = state.job?.kind === 'images';
  // A problem is told here once something was brought; else it is of the page.
  const [tried, setTried] = useState(false);
  return (
    <section className="copy" aria-label="Test images" data-testid="own-images">
      <details id="own-images">
        <summary>
          <h2>{copy ? 'Your copy of the test images' : 'The test images are not here'}</h2>
          <span>
            {copy
              ? `${copy.file}: pictures show, and networks run here.`
              : `Bring your own copy of ${title}: then pictures show, and networks run here.`}
          </span>
        </summary>
        {copy ? (
          <>
            <p>{[copySentence(copy), ...copy.notes].join(' ')}</p>
            <p>{trainingSentence(copy, images)}</p>
            <p className="copy-actions">
              <button type="button" disabled={bringing} onClick={() => setReplacing(!replacing)}>
                {replacing ? 'Keep this copy' : 'Choose another copy'}
              </button>{' '}
              <button
                type="button"
                disabled={bringing}
                onClick={({ currentTarget }) => {
                  // The button goes with the copy.
                  currentTarget.closest('details')?.querySelector('summary')?.focus();
                  bringImages(null);
                }}
              >
                Delete it from this browser
              </button>
            </p>
          </>
        ) : (
          <>
            <p>{images.note}</p>
            <p>
              What needs only predictions and labels is shown all the same. Pictures, networks run or pruned
              here, corruptions and groups by pixels need the images themselves. Your copy stays in this
              browser. <a href={methodsHref('copies')}>How it is matched</a>
            </p>
          </>
        )}
        {(!copy || replacing) && (
          <Bring
            images={images}
            busy={state.job !== null}
            onBring={(from) => {
              setTried(true);
              bringImages(from);
              askToKeep();
            }}
          />
        )}
      </details>
      {bringing && (
        <p role="status" data-testid="bringing-images">
          <progress value={state.progress?.done ?? 0} aria-label="Images" />{' '}
          {state.progress?.doing ?? 'Starting'}{' '}
          <button type="button" onClick={lab.cancel}>
            Cancel
          </button>
        </p>
      )}
      {tried && !bringing && state.problem && (
        <p className="imports-problem" role="alert" data-testid="copy-problem">
          {state.problem}
        </p>
      )}
    </section>
  );
}

/** What a copy is, and how its images were told. */
function copySentence({ file, kind, fitted, created, realigned, bits }: Copy): string {
  const order = realigned
    ? 'They stood in another order: each was found by a fingerprint of what it shows.'
    : 'Their order agrees with the labels and with fingerprints of what they show.';
  const alike =
    bits.most === 0
      ? 'Every fingerprint is that of the copies that the shipped predictions are of.'
      : `Fingerprints of 112 bits differ in ${decimal(bits.mean, 2)} on average, ${bits.most} at ` +
        'most, from the copies that the shipped predictions are of.';
  const done = fitted === 'unchanged' ? '' : ` (${fitted})`;
  return `${file}, ${kind}${done}, brought on ${created.slice(0, 10)}. ${order} ${alike}`;
}

/** What computing on the copy means. */
function trainingSentence({ training }: Copy, { on }: OwnImages): string {
  const own =
    `Networks run here on your copy; shipped predictions are on ${on}. Where pixels differ, some ` +
    'answers do: each run counts them.';
  return training
    ? `${own} BatchNorm is re-estimated on ${count(training.count)} of its ${count(training.of)} ` +
        'training images.'
    : `${own} Your copy has no training images, so networks pruned here keep the BatchNorm ` +
        'statistics that they were trained with. A copy with both parts (cifar-10-binary.tar.gz, or ' +
        'train and test Parquet) lets them be re-estimated.';
}

type BringProps = { images: OwnImages; busy: boolean; onBring: Lab['bringImages'] };

/**
 * The two ways to bring images: from files, or from their publisher, of whose host the reader is asked first.
 */
function Bring({ images: { published }, busy, onBring }: BringProps) {
  const [asking, setAsking] = useState(false);
  const keepsFocus = useKeptFocus<HTMLDivElement>();
  const host = published && new URL(published.address).host;
  return (
    <div className="copy-ways" {...keepsFocus}>
      <FileDrop
        label="Drop your copy here, or choose it"
        testId="choose-copy"
        busy={busy}
        onFiles={onBring}
        folder
      >
        The binary version (cifar-10-binary.tar.gz, or test_batch.bin), folders or archives of PNG or JPEG
        with a folder a class, npz, or Parquet as Hugging Face writes it. Training images may be with them.
        Images may stand in any order.
      </FileDrop>
      {published && (
        <div className="copy-fetch">
          {asking ? (
            <p className="imports-confirm" role="status">
              This asks <b>{host}</b> for {bytes(published.bytes)}, and so tells it your network address. It
              passes the request on to hosts of its own under {published.hosts.join(' or ')}, and no other is
              listened to. Nothing else is sent.{' '}
              <button
                type="button"
                disabled={busy}
                onClick={() => {
                  setAsking(false);
                  onBring('published');
                }}
              >
                Ask {host}
              </button>{' '}
              <button type="button" onClick={() => setAsking(false)}>
                Do not
              </button>
            </p>
          ) : (
            <>
              <button type="button" disabled={busy} data-testid="fetch-copy" onClick={() => setAsking(true)}>
                Or fetch the test images from their publisher
              </button>
              <p className="imports-note">
                The Parquet file of the test images at {host}, {bytes(published.bytes)}: the published pixels.
              </p>
            </>
          )}
        </div>
      )}
    </div>
  );
}
