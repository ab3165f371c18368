import { largestCell, likenessSentence, networksWords, shadesOf } from './saliencyWords';

type Side = { map: ArrayLike<number>; networks: number; of: number; halves: number | null };

export type SaliencyMapsProps = {
  width: number;
  height: number;
  maps: { dense: Side; compressed: Side };
  between: number | null;
  /** The class whose score is followed. */
  label: string;
  /** What the compressed population is called on its figures. */
  title: string;
};

/** Where a small change of a pixel would change the label's score: both populations, on one scale. */
export function SaliencyMaps({ width, height, maps, between, label, title }: SaliencyMapsProps) {
  const most = Math.max(
    largestCell(maps.dense.map, width, height),
    largestCell(maps.compressed.map, width, height),
  );
  return (
    <div data-testid="saliency-maps">
      <div className="inspector-maps">
        {(['dense', 'compressed'] as const).map((side) => {
          const { map, networks, of } = maps[side];
          const { columns, rows, shades } = shadesOf(map, width, height, most);
          const name = side === 'dense' ? 'Dense' : title;
          return (
            <figure key={side} className={`inspector-map inspector-${side}-word`}>
              <svg
                viewBox={`0 0 ${columns} ${rows}`}
                role="img"
                aria-label={`${name}: saliency of the pixels`}
              >
                {shades.map(({ share, path }) => (
                  <path key={share} d={path} fill="currentColor" fillOpacity={share} />
                ))}
              </svg>
              <figcaption>
                {name}: {networksWords(networks, of)}
              </figcaption>
            </figure>
          );
        })}
      </div>
      <p className="inspector-note">
        The stronger a pixel’s colour, the more a small change of it would change the score of {label}, up or
        down. It is the gradient’s size, as a share of all pixels’, on one scale for both.{' '}
        {likenessSentence(between, maps.dense.halves)}
      </p>
      <p className="inspector-note">
        It does not say which pixels a network needs, nor why it answers as it does. Gradients are local and
        noisy, and maps can look alike for networks that answer differently.
      </p>
    </div>
  );
}
