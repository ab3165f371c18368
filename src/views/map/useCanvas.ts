import { useEffect, useRef, useState } from 'react';
import { readInks } from './inks';
import { type MapPaint, type MapView, movedPixels, paintMap, paintMoved, pixelScale } from './paint';

/** What was drawn last, and where its pixels are. */
type Drawn = { pixels: ImageData; view: MapView; of: readonly unknown[] };

/** The canvas, painted anew when what is on it, its size or the theme changes; moved where only the view is. */
export function useCanvas(size: number, view: MapView, paint: MapPaint) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Drawn>(null);
  const [theme, setTheme] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setTheme((now) => now + 1));
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    // In a task of its own: there may be many thousand points.
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext('2d', { alpha: false });
      const scale = pixelScale();
      const side = Math.round(size * scale);
      if (!canvas.current || !context || side === 0) return;
      const before = drawn.current;
      const isFit = before?.pixels.width === side;
      if (!isFit) canvas.current.width = canvas.current.height = side;
      const pixels = isFit ? before.pixels : context.createImageData(side, side);
      const of = [paint, theme, scale];
      const isSame = isFit && of.every((one, place) => one === before.of[place]);
      const move = isSame ? movedPixels(before.view, view, side, scale) : null;
      if (move) paintMoved(pixels, scale, move, view, readInks(), paint);
      else paintMap(pixels, scale, view, readInks(), paint);
      drawn.current = { pixels, view, of };
      context.putImageData(pixels, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [size, view, paint, theme]);
  return canvas;
}
