/** The chapters of the argument, by the heading that opens each. */
const CHAPTERS = [
  'What the average says',
  'What was removed',
  'Who pays',
  'Are they harder?',
  'Is it real?',
  'The same images?',
  'Every level',
  'What is forgotten',
];

function open(chapter: string): void {
  const headings = [...document.querySelectorAll<HTMLElement>('main h2')];
  const heading = headings.find(({ textContent }) => textContent?.includes(chapter));
  if (!heading) return;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  heading.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Ways down the page. */
export function Chapters() {
  return (
    <nav className="shell-chapters" aria-label="Chapters">
      {CHAPTERS.map((chapter) => (
        <button key={chapter} type="button" onClick={() => open(chapter)}>
          {chapter}
        </button>
      ))}
    </nav>
  );
}
