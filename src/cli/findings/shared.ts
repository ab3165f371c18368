import type { Estimate, Interval } from '../../audit/findings';
import { wilsonInterval } from '../../audit/statistics/intervals';
import { signed } from '../../text/format';
import type { Known, KnownLevel } from './known';
import { between, command } from './markdown';

/** An estimate as points with its interval. */
export const points = (estimate: { value: number; interval: Estimate['interval'] } | null, digits = 1) =>
  estimate ? signed(estimate.value, digits) + between(estimate.interval, (end) => signed(end, digits)) : '–';

/** Both ends of an interval in points. */
export function endsOf(interval: Interval | null | undefined): string {
  return interval ? `${signed(interval[0], 2)} to ${signed(interval[1], 2)}` : '–';
}

/** A share of images with Wilson's interval; null of none. */
export function shareOf(part: number, whole: number): Estimate | null {
  return whole === 0 ? null : { value: part / whole, interval: wilsonInterval(part, whole), n: whole };
}

/**
 * The commands that audit a level as it came with the zoo; without `--shipped` they compute it again, with
 * probabilities in float32. With `balanced`, beside the same populations of that zoo.
 */
export function auditCommand(
  { zoo, networks }: Known,
  { id }: KnownLevel,
  more = '',
  balanced: Known | null = null,
): string {
  const run = (variant: string, of = zoo, file = variant) => {
    const data = of.manifest.dataset.id;
    const sparsity = /^sparse-(\d)(\d)$/.exec(variant);
    const asked = sparsity
      ? `sparse --sparsity 0.${`${sparsity[1]}${sparsity[2]}`.replace(/0$/, '')}`
      : variant;
    const some = of.memberCount(variant) > networks ? ` --members ${networks}` : '';
    return `npm run -s lacuna -- run --zoo ${data} --variant ${asked}${some} --shipped --out ${file}.parquet`;
  };
  return command(
    ...['dense', 'null', id].map((variant) => run(variant)),
    ...(balanced ? ['dense', id].map((variant) => run(variant, balanced.zoo, `balanced-${variant}`)) : []),
    `npm run -s lacuna -- audit --dense dense.parquet --compressed ${id}.parquet --null null.parquet${more}` +
      (balanced
        ? ` --balanced-dense balanced-dense.parquet --balanced-compressed balanced-${id}.parquet`
        : ''),
  );
}
