import { line } from 'd3';
import type { Ink } from './DotStrip';
import './marks.css';

type CurveProps = { points: [number, number][]; ink: Ink; dashed?: boolean };

/** A line through points [x, y] in px, in the order given; nothing under two points. */
export function Curve({ points, ink, dashed = false }: CurveProps) {
  if (points.length < 2) return null;
  const path = line().digits(1)(points);
  return <path className={`curve stroke-${ink}${dashed ? ' dashed' : ''}`} d={path ?? undefined} />;
}
