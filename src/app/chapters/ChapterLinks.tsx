import { arrive } from '../arrive';
import { chapterId } from './ChapterFrame';

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
                arrive(`#${chapterId(index + 1)}`);
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
