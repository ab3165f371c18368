import type { ReactNode } from 'react';
import './marks.css';

type ChartProps = {
  /** px, as is the height. */
  width: number;
  height: number;
  /** What it shows, in words. */
  label: string;
  /** A group where parts of it can be pressed. */
  role?: 'img' | 'group';
  className?: string;
  children: ReactNode;
};

/** The picture that a chart draws in. */
export function Chart({ width, height, label, role = 'img', className, children }: ChartProps) {
  const name = className ? `chart ${className}` : 'chart';
  return (
    <svg className={name} width={width} height={height} role={role} aria-label={label}>
      {children}
    </svg>
  );
}
