import { type ReactNode, type Ref, useMemo, useRef } from 'react';
import type { Findings } from '../../audit/findings';
import type { Shard } from '../../model/shard';
import { count, noun } from '../../text/format';
import { Card, cardLimit } from './Card';
import { Grid, type GridHandle } from './Grid';
import { type GalleryState, withoutFilters } from './galleryState';
import { type Outcomes, outcomesByImage } from './outcomes';
import { PageLine } from './PageLine';
import { usePages } from './pages';
import { pixelScale } from './pixels';
import type { GalleryData, Selection } from './select';
import { useBeside } from './useBeside';

export type GalleryProps = {
  shard: Shard;
  data: GalleryData;
  selection: Selection;
  state: GalleryState;
  /** Why nothing may be there yet, while a run goes on. */
  waiting: string | null;
  onChange: (state: GalleryState) => void;
  onOpen: (image: number) => void;
  grid: Ref<GridHandle>;
};

/** What both populations make of an image, as a card shows it. */
export function reading(findings: Findings, outcomes: Outcomes, image: number) {
  return {
    dense: findings.modal.dense[image],
    compressed: findings.modal.compressed[image],
    outcome: outcomes.get(image) ?? ('unchanged' as const),
  };
}

/** Rows laid out before a reader asks for all. */
const firstRows = 3;

function Empty({ children }: { children: ReactNode }) {
  return <div className="exemplars-empty">{children}</div>;
}

/**
 * Keeps the reader's place when rows appear above `button`, which browsers would follow down; brings it into
 * view when they go.
 */
function holdPlace(button: HTMLElement, folded: boolean): void {
  const { style } = document.documentElement;
  style.overflowAnchor = 'none';
  requestAnimationFrame(() => {
    if (folded) button.scrollIntoView({ block: 'center' });
    requestAnimationFrame(() => style.removeProperty('overflow-anchor'));
  });
}

/** The grid of cards, or what stands there when no card would. */
export function Gallery(props: GalleryProps) {
  const { shard, data, selection, state, waiting, onChange, onOpen } = props;
  const { findings } = data;
  const outcomes = useMemo(() => outcomesByImage(findings), [findings]);
  const beside = useBeside(state.beside, data, selection);
  const inner = useRef<GridHandle>(null);
  const { page, first, end, pages, turn } = usePages(selection.images, state, props.grid, inner);
  const total = selection.images.length;
  const line = state.all && <PageLine {...{ page, pages, first, end, total }} onPage={turn} />;
  const scale = pixelScale(shard.width, shard.height, cardLimit);
  const imageWidth = shard.width * scale;
  const cardHeight = shard.height * scale + 66;
  const card = (image: number, testId: string, tabIndex: 0 | -1) => (
    <Card
      shard={shard}
      image={image}
      {...reading(findings, outcomes, image)}
      testId={testId}
      current={state.image === image}
      tabIndex={tabIndex}
      onOpen={onOpen}
    />
  );
  return (
    <div className="exemplars-gallery">
      <p className="exemplars-hidden" role={waiting === null ? 'status' : undefined}>
        {count(selection.images.length)} {noun(selection.images.length, 'image')} shown
      </p>
      {selection.set.length === 0 ? (
        <Empty>
          <p>
            {waiting ??
              'No PIE here: on every image, most networks of both populations say the same. “Most ' +
                'changed” still ranks the images by how far the votes moved.'}
          </p>
        </Empty>
      ) : null}
      {selection.set.length > 0 && selection.images.length === 0 ? (
        <Empty>
          <p>No image matches these filters.</p>
          <button type="button" onClick={() => onChange(withoutFilters(state))}>
            Clear filters
          </button>
        </Empty>
      ) : null}
      {line}
      {selection.images.length > 0 ? (
        <Grid
          ref={inner}
          count={end - first}
          first={first}
          of={selection.images.length}
          cellWidth={beside ? 2 * imageWidth + 2 : imageWidth + 14}
          cellHeight={cardHeight}
          label={state.share === null ? 'PIEs' : 'Images that changed most'}
          firstRows={firstRows}
          all={state.all}
          more={
            <button
              type="button"
              className="exemplars-more"
              data-testid="show-all"
              onClick={({ currentTarget }) => {
                holdPlace(currentTarget, state.all);
                onChange({ ...state, all: !state.all });
              }}
            >
              {state.all ? 'Show only the first rows' : `Show all ${count(selection.images.length)}`}
            </button>
          }
          keyOf={(position) => selection.images[first + position]}
        >
          {(position, tabIndex) => {
            const image = selection.images[first + position];
            const other = beside?.get(image);
            return (
              <div
                className={beside ? 'exemplars-pair' : undefined}
                style={beside ? { maxWidth: 2 * imageWidth + 8 } : undefined}
              >
                {card(image, 'pie-card', tabIndex)}
                {other === undefined ? null : card(other, 'beside-card', tabIndex)}
              </div>
            );
          }}
        </Grid>
      ) : null}
      {line}
    </div>
  );
}
