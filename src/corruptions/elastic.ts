import { gaussianBlur } from './filters';
import { between, type Corruption, type Edge, mirror, type Picture, reflect, withValues } from './picture';

const SHARES = [
  [0, 0, 0.08],
  [0.05, 0.2, 0.07],
  [0.08, 0.06, 0.06],
  [0.1, 0.04, 0.05],
  [0.1, 0.03, 0.03],
];

type Point = [x: number, y: number];

/** The picture seen through `from`, which tells for each pixel where in the picture it comes from. */
function seenFrom(picture: Picture, edge: Edge, from: (row: number, column: number) => Point): Picture {
  const { width, channels } = picture;
  return withValues(picture, (index) => {
    const pixel = Math.floor(index / channels);
    const [x, y] = from(Math.floor(pixel / width), pixel % width);
    return between(picture, y, x, index % channels, edge);
  });
}

/** The affine map that takes each of three points `from` to its partner in `to`. */
function affine(from: Point[], to: Point[]): (x: number, y: number) => Point {
  const [[x0, y0], [x1, y1], [x2, y2]] = from;
  const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  return (x, y) => {
    const one = ((x - x0) * (y2 - y0) - (x2 - x0) * (y - y0)) / area;
    const two = ((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) / area;
    const along = (axis: 0 | 1) =>
      to[0][axis] + one * (to[1][axis] - to[0][axis]) + two * (to[2][axis] - to[0][axis]);
    return [along(0), along(1)];
  };
}

/**
 * First an affine map moves three points around the middle: (m + q, m + q), (m + q, m - q), (m - q, m - q). m
 * is half and q a third of the side, rounded down. Each coordinate moves by U(-c, c), x before y. The map is
 * linear between pixels and mirrored at the middle of the outer ones. Then each pixel is taken from where it
 * lies plus a (gx, gy), mirrored at the edge. These are two fields of one U(-1, 1) a pixel (all of gx first),
 * blurred by a Gaussian of deviation s cut at 3 s. As in CIFAR-10-C, a, s and c are shares of the shorter
 * side: 0 0 .08, .05 .2 .07, .08 .06 .06, .1 .04 .05, .1 .03 .03.
 */
export const elastic: Corruption = (picture, severity, random) => {
  const { height, width } = picture;
  const side = Math.min(height, width);
  const [amount, sigma, jitter] = SHARES[severity - 1].map((share) => share * side);
  const third = Math.max(1, Math.floor(side / 3));
  const middle: Point = [Math.floor(height / 2), Math.floor(width / 2)];
  const corners = [
    [1, 1],
    [1, -1],
    [-1, -1],
  ].map(([x, y]): Point => [middle[0] + x * third, middle[1] + y * third]);
  const moved = corners.map(([x, y]): Point => {
    const dx = jitter * (2 * random() - 1);
    return [x + dx, y + jitter * (2 * random() - 1)];
  });
  const source = affine(moved, corners);
  const warped = seenFrom(picture, mirror, (row, column) => source(column, row));
  const field = (): Float64Array => {
    const blank = { height, width, channels: 1, values: new Float64Array(height * width) };
    return gaussianBlur(
      withValues(blank, () => 2 * random() - 1),
      sigma,
      3,
      reflect,
    ).values;
  };
  const gx = field();
  const gy = field();
  return seenFrom(warped, reflect, (row, column) => {
    const pixel = row * width + column;
    return [column + amount * gx[pixel], row + amount * gy[pixel]];
  });
};
