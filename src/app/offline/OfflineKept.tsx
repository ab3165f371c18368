import { bytes } from '../../text/format';
import { Busy } from '../bring/Busy';
import { useKeptFocus } from '../storage/useKeptFocus';
import { whyNotOffline } from './registration';
import { type Offline, type PackState, useOffline } from './useOffline';

/** What of the page and its datasets is kept for use without a network, with sizes, to be kept or deleted. */
export function OfflineKept({ onChange }: { onChange: () => void }) {
  const why = whyNotOffline();
  return (
    <div data-testid="kept-offline">
      <h3 className="imports-kind">For use without a network</h3>
      {why === null ? <Kept onChange={onChange} /> : <p className="imports-note">{why}</p>}
    </div>
  );
}

function Kept({ onChange }: { onChange: () => void }) {
  const offline = useOffline(onChange);
  const keepsRow = useKeptFocus<HTMLUListElement>();
  const keepsPart = useKeptFocus<HTMLDivElement>();
  const { page, packs, progress, problem } = offline;
  const left = packs?.filter(({ missing }) => missing > 0) ?? [];
  const size = left.reduce((sum, { missing }) => sum + missing, 0);
  return (
    <>
      <p className="imports-note">
        The page and its first dataset are kept after the first visit, and open without a network from then
        on. To compute there too, keep the networks; every file is compared with its checksum first.
      </p>
      {problem && (
        <p className="imports-problem" role="alert">
          {problem}{' '}
          <button type="button" onClick={offline.look}>
            Try again
          </button>
        </p>
      )}
      {packs === null && problem === null && <p role="status">Looking at what is kept.</p>}
      {packs !== null && (
        <div {...keepsPart}>
          <ul className="imports-kept" {...keepsRow}>
            <PageRow offline={offline} />
            {packs.map((pack) => (
              <PackRow key={pack.id} pack={pack} offline={offline} />
            ))}
          </ul>
          {progress ? (
            <Busy busy={progress} onStop={offline.cancel} />
          ) : left.length > 0 || page === 'not kept' ? (
            <button
              type="button"
              className="imports-go"
              data-testid="keep-everything"
              onClick={() => offline.keep(left)}
            >
              Keep everything for offline ({bytes(size)})
            </button>
          ) : (
            <p role="status" data-testid="everything-kept">
              Everything is kept: the whole explorer works without a network.
            </p>
          )}
        </div>
      )}
    </>
  );
}

/** What a button does, unless something else is being done: a disabled one would lose the focus. */
function unless(busy: boolean, deed: () => void) {
  return { 'aria-disabled': busy, onClick: () => !busy && deed() };
}

function PageRow({ offline: { page, progress, keepPage, removePage } }: { offline: Offline }) {
  const title = 'The page itself';
  const isKept = page === 'kept';
  const isBusy = progress !== null || page === null || page === 'being kept';
  return (
    <li data-testid="offline-pack">
      <span>{title}</span>
      <span role="status">code, fonts and kernels · {page ?? 'looking'}</span>
      <button
        type="button"
        {...unless(isBusy, isKept ? removePage : keepPage)}
        aria-label={`${isKept ? 'Delete' : 'Keep'}: ${title}`}
      >
        {isKept ? 'Delete' : 'Keep'}
      </button>
    </li>
  );
}

function PackRow({ pack, offline: { progress, keep, remove } }: { pack: PackState; offline: Offline }) {
  const { title, holds, missing, bytes: all } = pack;
  const words =
    missing === 0
      ? `${bytes(all)} kept`
      : missing === all
        ? `${bytes(all)}, not kept`
        : `${bytes(all - missing)} of ${bytes(all)} kept`;
  return (
    <li data-testid="offline-pack">
      <span>{title}</span>
      <span>
        {holds} · {words}
      </span>
      <span>
        {missing > 0 && (
          <button
            type="button"
            {...unless(progress !== null, () => keep([pack]))}
            aria-label={`Keep: ${title}, ${holds}`}
          >
            Keep
          </button>
        )}{' '}
        {missing < all && (
          <button
            type="button"
            {...unless(progress !== null, () => remove(pack))}
            aria-label={`Delete: ${title}, ${holds}`}
          >
            Delete
          </button>
        )}
      </span>
    </li>
  );
}
