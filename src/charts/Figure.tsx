import { type ReactNode, useContext, useId, useRef, useState } from 'react';
import { figureToSvg } from './figureToSvg';
import { OuterHeading } from './heading';
import './figure.css';

export type FigureProps = {
  /** The chapter's place in the argument. */
  number?: number;
  title: string;
  /** What the data say, in one or two sentences. */
  claim: ReactNode;
  how: ReactNode;
  /** The table behind the chart; left out where the figure shows its table. */
  table?: ReactNode;
  /** Names the file that "SVG" saves. */
  name: string;
  /** The address of the section that defines what the figure shows. */
  methods?: string;
  /** Buttons that belong to the figure. */
  actions?: ReactNode;
  /** Dims the figure: its values are older than what is asked for. */
  stale?: boolean;
  children: ReactNode;
};

/** A figure of the page: the claim and how to read it beside the figure, its table and its picture within reach. A heading of the same title around it serves it too. */
export function Figure(props: FigureProps) {
  const { number, title, claim, how, table, name, methods, actions, stale = false, children } = props;
  const own = useId();
  const outer = useContext(OuterHeading);
  const isNamed = outer?.title === title;
  const Box = isNamed ? 'div' : 'section';
  const Heading = outer ? 'h3' : 'h2';
  const tableId = useId();
  const figure = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <Box className="figure" aria-labelledby={isNamed ? undefined : own}>
      <div className="figure-text">
        {!isNamed && (
          <Heading id={own} className="figure-title">
            {number !== undefined && <span aria-hidden="true">{number}</span>}
            {title}
          </Heading>
        )}
        <p className="figure-claim">{claim}</p>
        <p className="figure-how">
          How to read: {how}{' '}
          <span className="figure-links">
            {table && (
              <button
                type="button"
                aria-expanded={open}
                aria-controls={tableId}
                onClick={() => setOpen(!open)}
              >
                Table
              </button>
            )}
            <button
              type="button"
              aria-label={`Save "${title}" as an SVG picture`}
              onClick={() => figure.current && save(figureToSvg(figure.current, title), `lacuna-${name}.svg`)}
            >
              SVG
            </button>
            {methods && <a href={methods}>Methods</a>}
          </span>
        </p>
        {actions && <div className="figure-actions">{actions}</div>}
      </div>
      <div className="figure-body">
        <div ref={figure} className={stale ? 'figure-stale' : undefined}>
          {children}
        </div>
        <div id={tableId} hidden={!open}>
          {open && table}
        </div>
      </div>
    </Box>
  );
}

function save(svg: string, file: string): void {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  URL.revokeObjectURL(url);
}
