import type { SVGProps } from 'react';
import './marks.css';

// Marks of charts, drawn at places in px, to a tenth of one.

/** A place, or both ends of what reaches from one to another. */
type Reach = number | readonly number[];

type Mark<Element> = Omit<SVGProps<Element>, 'x' | 'y'>;

/** px to a tenth. */
export function px(value: number): number {
  return Math.round(10 * value) / 10;
}

/** A transform that moves what is drawn at 0, 0. */
export function move(x: number, y: number): string {
  return `translate(${px(x)},${px(y)})`;
}

const ends = (reach: Reach) => (typeof reach === 'number' ? [reach, reach] : reach).map(px);

/** A straight line, upright where x is one place, level where y is. */
export function Rule({ x = 0, y = 0, ...line }: { x?: Reach; y?: Reach } & Mark<SVGLineElement>) {
  const [[x1, x2], [y1, y2]] = [ends(x), ends(y)];
  return <line {...{ x1, x2, y1, y2 }} {...line} />;
}

/** A filled rectangle between both ends, in whatever order they are given. */
export function Bar({ x, y, ...rect }: Record<'x' | 'y', readonly number[]> & Mark<SVGRectElement>) {
  const [[left, right], [top, bottom]] = [x, y].map((reach) => [Math.min(...reach), Math.max(...reach)]);
  const [width, height] = [px(right - left), px(bottom - top)];
  return <rect x={px(left)} y={px(top)} {...{ width, height }} {...rect} />;
}

export function Dot({ x = 0, y = 0, ...circle }: { x?: number; y?: number } & Mark<SVGCircleElement>) {
  return <circle cx={px(x)} cy={px(y)} {...circle} />;
}

/** A diamond, `r` px from its middle to its corners. */
export function Diamond({
  x = 0,
  y = 0,
  r,
  ...path
}: { x?: number; y?: number; r: number } & Mark<SVGPathElement>) {
  return <path d={`M0,${-r}L${r},0L0,${r}L${-r},0Z`} transform={move(x, y)} {...path} />;
}

type LabelProps = { x?: number; y?: number; text: string | null | undefined } & Mark<SVGTextElement>;

/** A word or a number at a place on its baseline. */
export function Label({ x = 0, y = 0, text, ...rest }: LabelProps) {
  return (
    <text x={px(x)} y={px(y)} {...rest}>
      {text}
    </text>
  );
}
