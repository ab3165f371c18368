import { useMemo, useState } from 'react';
import { pictureAddress, pictureTemplate } from '../../../library/pictureAddress';
import { messageOf } from '../../../text/messageOf';
import type { OpenedImport } from '../protocol';

/** What the reader said of a host, for the life of the page that asks. */
type Said = { host: string; shown: boolean };

/**
 * The addresses of an import's pictures by its template: null without one, and until the reader has confirmed
 * the host, of which each visit asks anew. `question` is to be put where the pictures would be; `shownFrom`
 * is another host that is asked for them.
 */
export function usePictureAddresses({ extras: { template }, imageIds }: OpenedImport) {
  const [said, setSaid] = useState<Said | null>(null);
  const asked = useMemo(() => (template === null ? null : judged(template)), [template]);
  const shows =
    asked !== null &&
    'template' in asked &&
    (asked.foreign === null || (said?.host === asked.foreign && said.shown));
  const usable = shows ? asked.template : null;
  const addressOf = useMemo(
    () =>
      usable === null ? null : (image: number) => pictureAddress(usable, imageIds[image] ?? image, image),
    [usable, imageIds],
  );
  const host = asked && 'template' in asked ? asked.foreign : null;
  const question =
    asked && 'problem' in asked ? (
      <p className="imports-confirm">{asked.problem}</p>
    ) : host !== null && !shows ? (
      <PictureQuestion
        host={host}
        refused={said?.host === host}
        onSay={(shown) => setSaid({ host, shown })}
      />
    ) : null;
  return { addressOf, question, shownFrom: shows ? host : null };
}

function judged(template: string): { template: string; foreign: string | null } | { problem: string } {
  try {
    return pictureTemplate(template, document.baseURI);
  } catch (error) {
    return { problem: `No pictures: ${messageOf(error)}` };
  }
}

type PictureQuestionProps = { host: string; refused: boolean; onSay: (shown: boolean) => void };

function PictureQuestion({ host, refused, onSay }: PictureQuestionProps) {
  return (
    <p className="imports-confirm" role="status" data-testid="picture-host">
      {refused ? (
        <>
          Pictures from <b>{host}</b> are not shown, and it was not asked for any.{' '}
        </>
      ) : (
        <>
          The pictures are at <b>{host}</b>. Showing them asks it for each image that comes into view, and so
          tells it your network address and which images these are. It may know you by cookies of its own. It
          may lead on to other hosts, which are then asked too.{' '}
        </>
      )}
      <button type="button" onClick={() => onSay(true)}>
        Show images from {host}
      </button>{' '}
      {!refused && (
        <button type="button" onClick={() => onSay(false)}>
          Do not
        </button>
      )}
    </p>
  );
}
