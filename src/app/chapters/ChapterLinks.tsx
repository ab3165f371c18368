import { chapterId } from './ChapterFrame';

/**
 * Goes to a chapter at once: chapters on the way there are drawn as they come near, which a smooth scroll
 * would chase.
 */
function open(number: number): void {
  const heading = document.getElementById(chapterId(number));
  if (!heading) return;
  heading.scrollIntoView({ block: 'start' });
  heading.focus({ preventScroll: true });
}

/** Ways down the page; the address keeps which was taken. */
export function ChapterLinks({ titles, onGo }: { titles: string[]; onGo: (chapter: number) => void }) {
  return (
    <nav className="chapter-links" aria-label="Chapters">
      <ol>
        {titles.map((title, index) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => {
                onGo(index + 1);
                open(index + 1);
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
