import { type ReactNode, useContext, useId, useMemo, useState } from 'react';
import type { Findings } from '../../audit/findings';
import type { Regained } from '../../audit/levels/regained';
import type { Retraining } from '../../audit/retraining/retraining';
import { Terms } from '../../charts/terms/Terms';
import { Withheld } from '../../charts/withheld';
import type { Shard } from '../../model/shard';
import type { Variant } from '../../model/variant';
import { capital, count, noun, word } from '../../text/format';
import { PlaceLink } from '../follow/PlaceLink';
import { Examples } from './Examples';
import './headline.css';
import type { Follow } from '../follow/place';
import type { Part } from './part';
import { sentence } from './sentence';
import type { Treated } from './treatedAlone';

type HeadlineState = 'shipped' | 'running' | 'partial' | 'done' | 'cancelled' | 'failed';
type HeadlineSource = 'shipped' | 'computed' | 'imported';

export type HeadlineProps = {
  /** Null while there is nothing to say yet. */
  findings: Findings | null;
  /** Whether the PIEs are more than retraining alone gives; null until that is counted. */
  retraining?: Retraining | null;
  /** Whether that is being counted. */
  testing?: boolean;
  /**
   * What the treatment changes by itself, nothing removed; null where there is none, or until it is known.
   */
  treated?: Treated | null;
  /** What fine-tuning gave back; null where there was none, or until it is known. */
  regained?: Regained | null;
  /** What was done to the compressed population; null where it is not known. */
  variant: Variant | null;
  classes: string[];
  state: HeadlineState;
  source: HeadlineSource;
  /**
   * The networks are the reader's own: what stands for shipped results was computed here when they were
   * brought.
   */
  own?: boolean;
  /** What pixels the answers are of, where that is not plain. */
  answeredOn?: string | null;
  /** Networks a side that were asked for. */
  members: number;
  /** Images that were asked for. */
  images: number;
  /** All images there are; left out where only those asked for are. */
  allImages?: number;
  /** What runs the networks, for people ("WebAssembly, 2 cores"), and its short name. */
  device: { name: string; description: string };
  /** Images finished so far, while running or after a stop; else as `images`. */
  finished?: number;
  /** The findings belong to an earlier question: shown dimmed until the new ones are there. */
  stale?: boolean;
  /** What went wrong, one sentence. */
  error?: string | null;
  /** What to say where there are no findings, if that is known better than from the state. */
  nothing?: string;
  /** Asks again for what could not be had. */
  onTryAgain?: () => void;
  /** The images, to show three that were forgotten; left out where there are no pictures to show. */
  shard?: Shard | null;
  /**
   * Where words and pictures lead: an address, and how to go there without leaving the page. Left out, they
   * lead nowhere.
   */
  follow?: Follow;
  /** Actions that follow the provenance line. */
  children?: ReactNode;
};

/**
 * The sentence that says what happened, three images that it happened to, and where its numbers come from.
 */
export function Headline(props: HeadlineProps) {
  const { findings, variant, classes, state, own = false, stale = false, error, children } = props;
  const {
    retraining = null,
    testing = false,
    treated = null,
    regained = null,
    shard,
    follow,
    nothing,
    onTryAgain,
  } = props;
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const withheld = useContext(Withheld);
  const said = useMemo(
    () =>
      findings && findings.images > 0
        ? sentence(findings, variant, classes, { own, retraining, testing, treated, regained, withheld })
        : null,
    [findings, variant, classes, own, retraining, testing, treated, regained, withheld],
  );
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
      <div className={`headline-said${stale ? ' headline-stale' : ''}`}>
        <div>
          <p
            className="headline-claim"
            aria-live={state === 'running' || state === 'partial' ? 'off' : 'polite'}
            aria-atomic="true"
          >
            {said
              ? said.parts.map((part) => <Piece key={part.text} part={part} follow={follow} />)
              : (nothing ?? emptyLine(state, Boolean(error)))}
          </p>
          {said?.remark && <p className="headline-remark">{said.remark}</p>}
        </div>
        {shard && (
          <Examples findings={findings} shard={shard} nothing={variant?.kind === 'dense'} follow={follow} />
        )}
      </div>
      {error && (
        <p className="headline-error" role="alert">
          {error}{' '}
          {onTryAgain && (
            <button type="button" onClick={onTryAgain}>
              Try again
            </button>
          )}
        </p>
      )}
      <p className="headline-provenance">
        {provenance(props).join(' · ')}
        {said && said.details.length > 0 && (
          <>
            {' · '}
            <button
              type="button"
              aria-expanded={open}
              aria-controls={detailsId}
              onClick={() => setOpen(!open)}
            >
              details
            </button>
          </>
        )}
        {children && <span className="headline-actions">{children}</span>}
      </p>
      <ul id={detailsId} className="headline-details" hidden={!open}>
        {open &&
          said?.details.map((line) => (
            <li key={line}>
              <Terms>{line}</Terms>
            </li>
          ))}
      </ul>
    </section>
  );
}

function Piece({ part: { text, role, place }, follow }: { part: Part; follow?: Follow }) {
  if (role === 'plain') return text;
  if (!place || !follow) return <b className={`headline-${role}`}>{text}</b>;
  return (
    <PlaceLink className={`headline-${role}`} place={place} follow={follow}>
      {text}
    </PlaceLink>
  );
}

function emptyLine(state: HeadlineState, failed: boolean): string {
  if (failed) return 'There is no result.';
  if (state === 'running') return 'The first answers are on their way.';
  return state === 'failed' ? 'There is no result.' : 'Nothing has been computed yet.';
}

/** The facts under the sentence: where the numbers come from, and on how many networks and images. */
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
  const facts = [findings && props.answeredOn ? `${lead[state]}, ${props.answeredOn}` : lead[state]];
  if (findings) facts.push(networks(findings.members.dense, findings.members.compressed), ...some(props));
  return facts;
}

/** Figures of the first images differ from those of all: said where not all are taken. */
function some({ images, allImages = images }: HeadlineProps): string[] {
  if (images === allImages) return [];
  return [`the first ${count(images)} of ${count(allImages)} images: on all, figures differ`];
}

const BROUGHT = 'Computed in this browser when the networks were brought or trained';

const origin: Record<HeadlineSource, string> = {
  shipped: 'Shipped results',
  computed: 'Computed here',
  imported: 'Imported predictions',
};

function networks(dense: number, compressed: number): string {
  if (dense === compressed) return `${word(dense)} ${noun(dense, 'network')} a side`;
  return `${word(dense)} dense and ${word(compressed)} compressed ${noun(compressed, 'network')}`;
}
