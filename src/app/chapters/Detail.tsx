import { createContext, type ReactNode, useContext } from 'react';
import { OuterHeading } from '../../charts/heading';
import { PanelBoundary } from '../PanelBoundary';

/** The ids of the details that are open, and how to open or close one. */
export const OpenDetails = createContext<{ open: string[]; toggle: (id: string) => void }>({
  open: [],
  toggle: () => {},
});

type DetailProps = {
  /** Lower-case letters and hyphens, unlike any other on the page. */
  id: string;
  /** The title of its figure. */
  title: string;
  /** What it answers, in a few words. */
  asks: string;
  children: ReactNode;
};

/** A further figure of a chapter, drawn when its reader opens it; the address keeps which are open. */
export function Detail({ id, title, asks, children }: DetailProps) {
  const { open, toggle } = useContext(OpenDetails);
  const isOpen = open.includes(id);
  const heading = `detail-${id}`;
  return (
    <section className="detail" aria-labelledby={heading} data-detail={id}>
      <details
        open={isOpen}
        onToggle={(event) => {
          if (event.currentTarget.open !== isOpen) toggle(id);
        }}
      >
        <summary>
          <h3 id={heading}>{title}</h3> <span>{asks}</span>
        </summary>
        {isOpen && (
          <OuterHeading value={{ id: heading, title }}>
            <PanelBoundary name={title} waiting="Opening this figure.">
              {children}
            </PanelBoundary>
          </OuterHeading>
        )}
      </details>
    </section>
  );
}
