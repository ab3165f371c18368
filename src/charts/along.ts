import { type ScaleContinuousNumeric, scaleLinear, scaleLog, scaleSqrt } from 'd3';

/** The values from one end of an axis to the other, and how they lie between. */
export type Span = {
  domain: readonly [number, number];
  /** By the logarithm or the square root of values; evenly where left out. */
  kind?: 'log' | 'sqrt';
  /** Moves the ends out to round values, for about so many ticks. */
  nice?: number;
  /** Puts what lies beyond an end at that end. */
  clamp?: boolean;
};

/** Where a value stands, px. */
export type At = (value: number) => number;

/** The same with what is known of its axis. */
export type Place = At & {
  /** About so many round values between the ends. */
  ticks(count?: number): number[];
  domain(): number[];
};

/** The places of a span's values between `from` and `to` px. All scales of charts are made here. */
export function along({ domain, kind, nice, clamp = false }: Span, from: number, to: number): Place {
  const scale: ScaleContinuousNumeric<number, number> =
    kind === 'log' ? scaleLog() : kind === 'sqrt' ? scaleSqrt() : scaleLinear();
  scale.domain(domain).range([from, to]).clamp(clamp);
  return nice === undefined ? scale : scale.nice(nice);
}
