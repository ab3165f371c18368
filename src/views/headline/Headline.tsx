import { type ReactNode, useId, useState } from 'react';
import type { Findings } from '../../audit/findings';
import type { Retraining } from '../../audit/retraining/retraining';
import { TIE_RULES } from '../../audit/votes/ties';
import type { Variant } from '../../model/variant';
import { capital, count, noun, word } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import './headline.css';
import { sentence } from './sentence';

type HeadlineState = 'shipped' | 'running' | 'partial' | 'done' | 'cancelled' | 'failed';
type HeadlineSource = 'shipped' | 'computed' | 'imported';

export type HeadlineProps = {
  /** Null while there is nothing to say yet. */
  findings: Findings | null;
  /** Whether the PIEs are more than retraining alone gives; null until that is counted. */
  retraining?: Retraining | null;
  /** Images that the treatment of both sides changes by itself, nothing removed; null where there is none, or until it is known. */
  treated?: number | null;
  /** What was done to the compressed population; null where it is not known. */
  variant: Variant | null;
  classes: string[];
  state: HeadlineState;
  source: HeadlineSource;
  /** The networks are the reader's own: what stands for shipped results was computed here when they were brought. */
  own?: boolean;
  /** Networks a side that were asked for. */
  members: number;
  /** Images that were asked for. */
  images: number;
  /** What runs the networks, for people ("WebAssembly, 2 cores"), and its short name. */
  device: { name: string; description: string };
  /** Images finished so far, while running or after a stop; else as `images`. */
  finished?: number;
  /** The findings belong to an earlier question: shown dimmed until the new ones are there. */
  stale?: boolean;
  /** What went wrong, one sentence. */
  error?: string | null;
  /** Actions that follow the provenance line. */
  children?: ReactNode;
};

/** The sentence that says what happened, and where its numbers come from. */
export function Headline(props: HeadlineProps) {
  const { findings, variant, classes, state, own = false, stale = false, error, children } = props;
  const { retraining = null, treated = null } = props;
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const said =
    findings && findings.images > 0
      ? sentence(findings, variant, classes, { own, retraining, treated })
      : null;
  return (
    <section
      className="headline"
      aria-label="Result"
      data-testid="headline"
      data-state={state}
      data-source={props.source}
      data-members={props.members}
      data-images={props.images}
      data-device={props.device.name}
    >
      <p
        className={`headline-claim${stale ? ' headline-stale' : ''}`}
        aria-live={state === 'running' || state === 'partial' ? 'off' : 'polite'}
        aria-atomic="true"
      >
        {said
          ? said.parts.map((part) => <Piece key={part.text} {...part} />)
          : emptyLine(state, Boolean(error))}
      </p>
      {error && (
        <p className="headline-error" role="alert">
          {error}
        </p>
      )}
      <p className="headline-provenance">
        {provenance(props).join(' · ')}
        {said && (
          <>
            {' · '}
            <button
              type="button"
              aria-expanded={open}
              aria-controls={detailsId}
              onClick={() => setOpen(!open)}
            >
              intervals
            </button>
          </>
        )}
        {children && <span className="headline-actions">{children}</span>}
      </p>
      <ul id={detailsId} className="headline-details" hidden={!open}>
        {open && said?.details.map((line) => <li key={line}>{line}</li>)}
      </ul>
    </section>
  );
}

function Piece({ text, role }: { text: string; role: string }) {
  if (role === 'plain') return text;
  if (role !== 'floor') return <b className={`headline-${role}`}>{text}</b>;
  return (
    <a
      href={methodsHref('floor')}
      className="headline-floor"
      title="What two populations of dense networks, differing only in their seeds, disagree on"
    >
      {text}
    </a>
  );
}

function emptyLine(state: HeadlineState, failed: boolean): string {
  if (failed) return 'There is no result.';
  if (state === 'running') return 'The first answers are on their way.';
  return state === 'failed' ? 'There is no result.' : 'Nothing has been computed yet.';
}

/** The facts under the sentence: where the numbers come from, on how many networks and images, and how ties fall. */
function provenance(props: HeadlineProps): string[] {
  const { findings, state, source, own = false, device, images, finished = images } = props;
  const part = `${count(finished)} of ${count(images)} ${noun(images, 'image')}`;
  const made = source === 'computed' ? `computed here on ${device.description}` : origin[source];
  const earlier = own ? 'earlier' : 'shipped';
  const still = findings ? `; the ${earlier} results stand` : '';
  const until = findings && source === 'shipped' ? `; ${earlier} results until its first answers are in` : '';
  const lead: Record<HeadlineState, string> = {
    shipped: own ? BROUGHT : origin.shipped,
    done: capital(made),
    running:
      finished > 0 && source === 'computed'
        ? `Running: ${part} so far, on ${device.description}`
        : `Running on ${device.description}${until}`,
    partial: `Partial: ${part}, ${made}`,
    cancelled:
      source === 'shipped' ? `Stopped before the first answers${still}` : `Stopped at ${part}, ${made}`,
    failed:
      finished > 0 && finished < images ? `Failed at ${part}` : `Failed${source === 'shipped' ? still : ''}`,
  };
  if (!findings && state !== 'running' && state !== 'failed') return [];
  const facts = [lead[state]];
  if (findings) {
    facts.push(networks(findings.members.dense, findings.members.compressed));
    const tied = findings.pies.tied;
    facts.push(
      `ties to ${TIE_RULES[findings.options.ties].winner}, ${tied === 0 ? 'no image' : `${count(tied)} ${noun(tied, 'image')}`} tied`,
    );
  }
  return facts;
}

const BROUGHT = 'Computed in this browser when the networks were brought';

const origin: Record<HeadlineSource, string> = {
  shipped: 'Shipped results',
  computed: 'Computed here',
  imported: 'Imported predictions',
};

function networks(dense: number, compressed: number): string {
  if (dense === compressed) return `${word(dense)} ${noun(dense, 'network')} a side`;
  return `${word(dense)} dense and ${word(compressed)} compressed networks`;
}
