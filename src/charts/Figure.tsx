import { type ReactNode, useContext, useId, useRef, useState } from 'react';
import { messageOf } from '../text/messageOf';
import { FigureSource } from './figureSource';
import { OuterHeading } from './heading';
import { saveBlob } from './saveBlob';
import { Terms } from './terms/Terms';
import './figure.css';

export type FigureProps = {
  title: string;
  /** What the data say, in one or two plain sentences. */
  claim: ReactNode;
  /** The second line: intervals and tests that bear the claim out. */
  evidence?: string;
  how: ReactNode;
  /** The table behind the chart; left out where the figure shows its table. */
  table?: ReactNode;
  /** Names the files that "SVG" and "PNG" save. */
  name: string;
  /** The address of the section that defines what the figure shows. */
  methods?: string;
  /** Buttons that belong to the figure. */
  actions?: ReactNode;
  /** Dims the figure: its values are older than what is asked for. */
  stale?: boolean;
  children: ReactNode;
};

/**
 * A figure of the page: the claim and how to read it beside the figure, its table and its picture within
 * reach. A heading of the same title around it serves it too.
 */
export function Figure(props: FigureProps) {
  const { title, claim, evidence, how, table, name, methods, actions, stale = false, children } = props;
  const own = useId();
  const outer = useContext(OuterHeading);
  const isNamed = outer?.title === title;
  const Box = isNamed ? 'div' : 'section';
  const Heading = outer ? 'h3' : 'h2';
  const tableId = useId();
  const figure = useRef<HTMLElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const source = useContext(FigureSource);
  const [failed, setFailed] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <Box className="figure" aria-labelledby={isNamed ? undefined : own}>
      <div ref={words} className="figure-text">
        {!isNamed && (
          <Heading id={own} className="figure-title">
            {title}
          </Heading>
        )}
        <p className="figure-claim">
          <Terms>{claim}</Terms>
        </p>
        {evidence && (
          <p className="figure-how figure-evidence">
            <Terms>{evidence}</Terms>
          </p>
        )}
        <p className="figure-how figure-reading">
          How to read: <Terms>{how}</Terms>
        </p>
        <div className="figure-links">
          {table && (
            <button type="button" aria-expanded={open} aria-controls={tableId} onClick={() => setOpen(!open)}>
              Table
            </button>
          )}
          <button
            type="button"
            className="figure-save"
            aria-label={`Save "${title}" as an SVG picture`}
            onClick={() => figure.current && saveSvg(figure.current, title, name).then(setFailed)}
          >
            SVG
          </button>
          <button
            type="button"
            className="figure-save"
            aria-label={`Save "${title}" as a PNG picture with its caption`}
            onClick={() => {
              const parts = { figure: figure.current, words: words.current };
              savePng(parts, title, source, name).then(setFailed);
            }}
          >
            PNG
          </button>
          {methods && <a href={methods}>Methods</a>}
        </div>
        {failed && (
          <p className="figure-how" role="alert">
            {failed}
          </p>
        )}
        {actions && <div className="figure-actions">{actions}</div>}
      </div>
      <div className="figure-body">
        <figure
          ref={figure}
          aria-labelledby={isNamed ? outer.id : own}
          className={stale ? 'figure-stale' : undefined}
        >
          {children}
        </figure>
        <div id={tableId} hidden={!open}>
          {open && table}
        </div>
      </div>
    </Box>
  );
}

/** Saves a figure; what went wrong in one sentence, else null. */
async function saveSvg(figure: HTMLElement, title: string, name: string): Promise<string | null> {
  try {
    const { figureToSvg } = await import('./figureToSvg');
    saveBlob(new Blob([figureToSvg(figure, title)], { type: 'image/svg+xml' }), `lacuna-${name}.svg`);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/**
 * Saves a figure with its claim, how to read it and where it comes from; what went wrong in one sentence,
 * else null.
 */
async function savePng(
  { figure, words }: { figure: HTMLElement | null; words: HTMLElement | null },
  title: string,
  source: string,
  name: string,
): Promise<string | null> {
  const text = (selector: string) => words?.querySelector(selector)?.textContent ?? '';
  const small = [text('.figure-evidence'), text('.figure-reading'), source].filter(Boolean);
  const caption = { title, claim: text('.figure-claim'), small };
  try {
    const { figureToPng } = await import('./figureToPng');
    if (figure) saveBlob(await figureToPng(figure, caption), `lacuna-${name}.png`);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
