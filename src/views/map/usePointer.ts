import { type PointerEvent, useRef, useState } from 'react';
import { type MapView, moved, pixelScale } from './paint';

/**
 * What a drag does: draws a region, or moves what is drawn. With none chosen a mouse draws and a finger
 * scrolls the page.
 */
export type MapTool = 'draw' | 'move';

type Place = [x: number, y: number];

/** Px of movement that make a drag of a click. */
const DRAG = 6;

function isDrag(path: readonly Place[]): boolean {
  const [[x, y]] = path.length > 0 ? path : [[0, 0]];
  return path.length > 3 && path.some(([px, py]) => Math.hypot(px - x, py - y) > DRAG);
}

/** Px as whole pixels of the screen: what is moved so needs not be drawn anew. */
function wholePixels(px: number): number {
  return Math.round(px * pixelScale()) / pixelScale();
}

type Deeds = {
  size: number;
  view: MapView;
  onView: (view: MapView) => void;
  /** The pointer rests on a place, or is gone. */
  onRest: (place: Place | null) => void;
  onClick: (place: Place) => void;
  /** A region was drawn around these places. */
  onRegion: (path: Place[]) => void;
};

/**
 * Pointers over the map: resting, clicks and drags of mouse, pen and finger. Places are px from the map's
 * corner.
 */
export function usePointer({ size, view, onView, onRest, onClick, onRegion }: Deeds) {
  const [tool, setTool] = useState<MapTool | null>(null);
  const [path, setPath] = useState<Place[]>([]);
  const rested = useRef('');
  const from = useRef<MapView | null>(null);
  const isWhole = view.zoom === 1;

  const placeOf = (event: PointerEvent): Place => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const deedOf = ({ pointerType }: PointerEvent): MapTool | null =>
    tool === 'move' && isWhole ? null : (tool ?? (pointerType === 'touch' ? null : 'draw'));
  const end = () => {
    from.current = null;
    setPath([]);
  };
  const handlers = {
    onPointerMove(event: PointerEvent) {
      // Browsers tell of a pointer that rests while what is under it changes: the keyboard may have gone
      // elsewhere.
      const where = `${event.clientX} ${event.clientY}`;
      if (where === rested.current) return;
      rested.current = where;
      const place = placeOf(event);
      if (path.length === 0) return onRest(place);
      setPath((known) => [...known, place]);
      const start = from.current;
      if (start)
        onView(moved(start, size, wholePixels(place[0] - path[0][0]), wholePixels(place[1] - path[0][1])));
    },
    onPointerDown(event: PointerEvent) {
      const deed = deedOf(event);
      if (event.button !== 0 || !event.isPrimary || deed === null) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = deed === 'move' ? view : null;
      if (deed === 'move') onRest(null);
      setPath([placeOf(event)]);
    },
    onPointerUp(event: PointerEvent) {
      const wasMove = from.current !== null;
      end();
      if (!isDrag(path)) onClick(placeOf(event));
      else if (!wasMove) onRegion(path);
    },
    // The page scrolls, or another finger came.
    onPointerCancel: end,
    onPointerLeave: () => onRest(null),
  };
  return { tool, setTool, handlers, drawn: from.current ? [] : path, isMoving: tool === 'move' && !isWhole };
}
