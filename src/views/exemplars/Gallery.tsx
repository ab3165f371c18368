import { type ReactNode, type Ref, useMemo } from 'react';
import type { Findings } from '../../audit/findings';
import type { Shard } from '../../model/shard';
import { Card, cardLimit } from './Card';
import { Filters } from './Filters';
import { Grid, type GridHandle } from './Grid';
import { type GalleryState, type OutcomeFilter, withoutFilters } from './galleryState';
import { pixelScale } from './pixels';
import { agreeingBeside, type GalleryData, outcomesByImage, type Selection } from './select';

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
function reading(findings: Findings, outcomes: Map<number, OutcomeFilter>, image: number) {
  return {
    dense: findings.modal.dense[image],
    compressed: findings.modal.compressed[image],
    outcome: outcomes.get(image) ?? ('unchanged' as const),
  };
}

function Empty({ children }: { children: ReactNode }) {
  return <div className="exemplars-empty">{children}</div>;
}

function Pinned({
  shard,
  data,
  state,
  onChange,
  onOpen,
}: Omit<GalleryProps, 'selection' | 'waiting' | 'grid'>) {
  const outcomes = useMemo(() => outcomesByImage(data.findings), [data.findings]);
  const here = state.pinned.filter((image) => image < data.findings.images);
  const elsewhere = state.pinned.length - here.length;
  if (state.pinned.length === 0) return null;
  return (
    <section className="exemplars-pinned" aria-label="Pinned images">
      <h3>
        Pinned
        <button type="button" className="exemplars-quiet" onClick={() => onChange({ ...state, pinned: [] })}>
          Unpin all
        </button>
      </h3>
      <ul>
        {here.map((image) => (
          <li key={image}>
            <Card
              shard={shard}
              image={image}
              {...reading(data.findings, outcomes, image)}
              testId="pinned-card"
              current={state.image === image}
              tabIndex={0}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
      {elsewhere > 0 ? (
        <p className="exemplars-how">{elsewhere} more pinned beyond the images that were run.</p>
      ) : null}
    </section>
  );
}

/** The filters, the pinned row and the grid of cards, or what stands there when no card would. */
export function Gallery(props: GalleryProps) {
  const { shard, data, selection, state, waiting, onChange, onOpen } = props;
  const { findings } = data;
  const outcomes = useMemo(() => outcomesByImage(findings), [findings]);
  const beside = useMemo(
    () => (state.beside ? agreeingBeside(data, selection.images, selection.set) : null),
    [state.beside, data, selection],
  );
  const scale = pixelScale(shard.width, shard.height, cardLimit);
  const cardWidth = shard.width * scale + 14;
  const cardHeight = shard.height * scale + 66;
  const card = (image: number, testId: string, tabIndex: 0 | -1, onFocus?: () => void) => (
    <Card
      shard={shard}
      image={image}
      {...reading(findings, outcomes, image)}
      testId={testId}
      current={state.image === image}
      tabIndex={tabIndex}
      onOpen={onOpen}
      onFocus={onFocus}
    />
  );
  const filters = (
    <Filters
      findings={findings}
      classes={shard.classes}
      facets={selection.facets}
      state={state}
      scored={data.confidence !== null}
      onChange={onChange}
      onFind={onOpen}
    />
  );
  return (
    <div className="exemplars-gallery">
      {filters}
      <Pinned {...props} />
      {selection.set.length === 0 ? (
        <Empty>
          <p>
            {waiting ??
              'No PIE here: on every image, most networks of both populations say the same. “Most changed” still ranks the images by how far the votes moved.'}
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
      {selection.images.length > 0 ? (
        <Grid
          ref={props.grid}
          count={selection.images.length}
          cellWidth={beside ? 2 * cardWidth : cardWidth}
          cellHeight={cardHeight}
          label={state.share === null ? 'PIEs' : 'Images that changed most'}
          keyOf={(position) => selection.images[position]}
        >
          {(position, tabIndex, onFocus) => {
            const image = selection.images[position];
            const other = beside?.get(image);
            return (
              <div className={beside ? 'exemplars-pair' : undefined}>
                {card(image, 'pie-card', tabIndex, onFocus)}
                {other === undefined ? null : card(other, 'beside-card', tabIndex)}
              </div>
            );
          }}
        </Grid>
      ) : null}
    </div>
  );
}
