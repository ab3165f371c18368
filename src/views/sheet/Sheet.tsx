import { type ReactNode, useLayoutEffect, useRef } from 'react';
import './sheet.css';

type SheetProps = {
  label: string;
  /** Of its looks: `sheet-page` where it reads like a small page. */
  className: string;
  onClose: () => void;
  children: ReactNode;
};

/**
 * The page under an open sheet does not scroll. A rule with `:has` would look through all of a long page
 * whenever something opens in it.
 */
function holdPage(): void {
  const isUnder = document.querySelector('dialog.sheet[open]') !== null;
  document.documentElement.toggleAttribute('data-sheet', isUnder);
}

/** A modal sheet over the page. The browser keeps focus in it; Escape and a press outside close it. */
export function Sheet({ label, className, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    holdPage();
    return () => {
      element?.close();
      holdPage();
    };
  }, []);
  useLayoutEffect(() => {
    const element = dialog.current;
    const outside = (event: MouseEvent) => {
      if (event.target === element) onClose();
    };
    element?.addEventListener('click', outside);
    return () => element?.removeEventListener('click', outside);
  }, [onClose]);
  return (
    <dialog
      ref={dialog}
      className={`sheet ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}
