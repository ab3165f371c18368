import { type KeyboardEvent, startTransition, useMemo, useOptimistic, useState } from 'react';
import { type Findings, nullPiesOf } from '../../audit/findings';
import { Dot } from '../../charts/marks';
import { useWidth } from '../../charts/useWidth';
import { type ImageMap, imagesInside, type Region, ringAround, simplified } from '../../model/imageMap';
import { imageName, type Shard } from '../../model/shard';
import { type GalleryState, maximumCorners } from '../exemplars/galleryState';
import { outcomesByImage } from '../exemplars/outcomes';
import { ShardImage } from '../exemplars/ShardImage';
import type { MapIndex } from './nearest';
import { inLayers, type MapColour, type MapView, toMap, toScreen, wholeMap } from './paint';
import { useCanvas } from './useCanvas';
import { usePointedAt } from './usePointedAt';
import { type MapTool, usePointer } from './usePointer';

type Props = {
  map: ImageMap;
  index: MapIndex;
  shard: Shard;
  findings: Findings;
  state: GalleryState;
  onState: (state: GalleryState) => void;
  onOpen: (image: number) => void;
  colour: MapColour;
};

/** A side of so many px has whole pixels on a screen of 1.25 or 1.5 a px too. */
const WHOLE = 4;
/** Px within which a point is under the pointer. */
const REACH = 10;
const MOST_ZOOM = 24;
/** The ring drawn by keyboard, in sides of the map: at first, how much wider at each press, at most. */
const RING = { first: 0.05, wider: 1.5, most: 0.8 };
const TOOLS: [MapTool, name: string, hint: string][] = [
  ['draw', 'Draw', 'Draw around points, with a finger too'],
  ['move', 'Move', 'Drag the map; make it larger first'],
];
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The map itself: a canvas with the points, and over it the image that is pointed at and the region that is
 * drawn.
 */
export function MapSquare({ map, index, shard, findings, state, onState, onOpen, colour }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const size = Math.min(WHOLE * Math.floor(width / WHOLE), 720);
  const [view, setView] = useState<MapView>(wholeMap);
  const [at, setAt] = useState<number | null>(null);
  /** The ring drawn last, and around which image. */
  const [ring, setRing] = useState({ image: -1, radius: 0 });
  const outside = usePointedAt(ref);
  const outcomes = useMemo(() => outcomesByImage(findings), [findings]);
  const [region, setRegion] = useRegion(state, onState);
  const painted = { ...state, region };
  const lit = outside?.label ?? null;
  const paint = usePaint({ map, index, shard, findings, state: painted, colour, lit });
  const canvas = useCanvas(size, view, paint);
  const { places } = map;

  const under = (place: [number, number]) => {
    const [x, y] = toMap(view, size, ...place);
    const [reach] = toMap(view, size, size / 2 + REACH, 0);
    return index.at(x, y, reach - view.x);
  };
  const open = (image: number | null) => image !== null && onOpen(image);
  const { tool, setTool, handlers, drawn, isMoving } = usePointer({
    size,
    view,
    onView: setView,
    onRest: (place) => setAt(place && under(place)),
    onClick: (place) => open(under(place)),
    onRegion: (path) => {
      const corners = path.map((place) => toMap(view, size, ...place));
      setRegion(simplified(corners, maximumCorners));
    },
  });
  const zoomBy = (factor: number) =>
    setView((now) => {
      const zoom = Math.max(1, Math.min(MOST_ZOOM, now.zoom * factor));
      if (zoom === 1) return wholeMap;
      return at === null ? { ...now, zoom } : { x: places[2 * at], y: places[2 * at + 1], zoom };
    });
  const drawRing = (image: number) => {
    const isWider = region !== null && ring.image === image;
    const radius = isWider ? Math.min(RING.most, ring.radius * RING.wider) : RING.first;
    setRing({ image, radius });
    setRegion(ringAround(places[2 * image], places[2 * image + 1], radius));
  };
  const onKey = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (arrow) {
      const next = at === null ? index.at(view.x, view.y, 1) : index.towards(at, ...arrow);
      if (next !== null) {
        setAt(next);
        if (view.zoom > 1) setView((now) => ({ ...now, x: places[2 * next], y: places[2 * next + 1] }));
      }
    } else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'Enter') open(at);
    else if (event.key.toLowerCase() === 'd' && at !== null) drawRing(at);
    else if (event.key === '+' || event.key === '=') zoomBy(1.6);
    else if (event.key === '-') zoomBy(1 / 1.6);
    else if (event.key === 'Escape' && region) setRegion(null);
    else return;
    event.preventDefault();
  };

  const shown = at ?? outside?.image ?? null;
  const isOn = shown !== null && shown < findings.images && !Number.isNaN(places[2 * shown]);
  const [x, y] = isOn ? toScreen(view, size, places[2 * shown], places[2 * shown + 1]) : [0, 0];
  const screen = (corner: readonly [number, number]) => toScreen(view, size, ...corner).join(',');
  return (
    <div className="map" ref={ref} data-testid="map">
      <div
        className="map-square"
        style={{ width: size, height: size }}
        role="application"
        aria-label="Map of the test images"
        aria-describedby="map-said"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from image to image
        tabIndex={0}
        data-tool={isMoving ? 'move' : (tool ?? undefined)}
        {...handlers}
        onClick={(event) => event.detail === 0 && open(at)}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} style={{ width: size, height: size }} />
        <svg className="map-over" width={size} height={size} aria-hidden="true">
          {region && <polygon points={region.map(screen).join(' ')} />}
          {drawn.length > 1 && <polyline points={drawn.map((place) => place.join(',')).join(' ')} />}
          {isOn && (
            <Dot x={x} y={y} r={7} data-is={`image:${shown}`} data-of={`class:${shard.labels[shown]}`} />
          )}
        </svg>
        {isOn && (
          <div
            className="map-card"
            data-no-export
            style={{ left: Math.min(x + 14, size - 130), top: Math.min(y + 14, size - 150) }}
          >
            <ShardImage shard={shard} image={shown} limit={84} />
            <span>{shard.classes[shard.labels[shown]]}</span>
          </div>
        )}
      </div>
      <p className="map-zoom" data-no-export>
        <button type="button" aria-label="Larger" onClick={() => zoomBy(1.6)}>
          +
        </button>
        <button type="button" aria-label="Smaller" disabled={view.zoom === 1} onClick={() => zoomBy(1 / 1.6)}>
          −
        </button>
        {TOOLS.map(([each, name, hint]) => (
          <button
            key={each}
            type="button"
            title={hint}
            aria-pressed={tool === each}
            disabled={each === 'move' && view.zoom === 1}
            onClick={() => setTool(tool === each ? null : each)}
          >
            {name}
          </button>
        ))}
        {region && (
          <button
            type="button"
            onClick={({ currentTarget }) => {
              // The button goes away with the region.
              currentTarget.closest('.map')?.querySelector<HTMLElement>('.map-square')?.focus();
              setRegion(null);
            }}
          >
            Clear the region
          </button>
        )}
      </p>
      <p id="map-said" role="status" data-no-export>
        {isOn && at !== null ? said(at) : ''}
      </p>
    </div>
  );

  function said(image: number): string {
    const dense = shard.classes[findings.modal.dense[image]];
    const compressed = shard.classes[findings.modal.compressed[image]];
    const outcome = outcomes.get(image);
    const answer = outcome ? `${outcome}, from ${dense} to ${compressed}` : `both say ${dense}`;
    return `${imageName(shard, image)}, ${shard.classes[shard.labels[image]]}: ${answer}`;
  }
}

/**
 * The region that filters the gallery, and how to draw another: it is on the map at once, and the page follows
 * a slice at a time.
 */
function useRegion(state: GalleryState, onState: Props['onState']) {
  const [region, showRegion] = useOptimistic(state.region);
  const setRegion = (next: Region | null) =>
    startTransition(() => {
      showRegion(next);
      onState({ ...state, region: next });
    });
  return [region, setRegion] as const;
}

/**
 * What is painted; the same object until something of it changes. `lit` is a class that is pointed at
 * elsewhere.
 */
function usePaint(props: Omit<Props, 'onState' | 'onOpen'> & { lit: number | null }) {
  const { map, index, shard, findings, state, colour, lit } = props;
  const { class: label, region } = state;
  return useMemo(() => {
    const flags = (images: Iterable<number>) => {
      const marked = new Uint8Array(findings.images);
      for (const image of images) marked[image] = 1;
      return marked;
    };
    const inside = region && imagesInside(map, region);
    const only = lit ?? label;
    const isIn = (image: number) =>
      (only === null || shard.labels[image] === only) && (inside === null || inside.has(image));
    const kinds = { isPie: flags(findings.pies.images), isFloor: flags(nullPiesOf(findings) ?? []) };
    return {
      ...{ map, colour, truth: shard.labels, taxicab: findings.taxicab, ...kinds },
      images: inLayers(index.images, kinds),
      isShown: only === null && inside === null ? null : flags(index.images.filter(isIn)),
    };
  }, [map, index, shard, findings, colour, lit, label, region]);
}
