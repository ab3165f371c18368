import { Dot } from '../../charts/marks';
import type { Shard } from '../../model/shard';
import { count } from '../../text/format';
import type { GalleryState } from '../exemplars/galleryState';
import { classInk } from './inks';
import type { MapFigures } from './mapWords';
import type { MapColour } from './paint';

type Props = {
  colour: MapColour;
  shard: Shard;
  figures: MapFigures;
  state: GalleryState;
  onState: (state: GalleryState) => void;
  hasFloor: boolean;
};

/** With more classes than these a list of them would be longer than the map. */
const MOST_CLASSES = 20;

/** What the colours stand for; a class filters the gallery. */
export function Legend({ colour, shard, figures, state, onState, hasFloor }: Props) {
  return (
    <div className="map-legend">
      <p>
        {colour === 'taxicab' ? (
          <span>
            <i className="map-key map-key-pie" /> the stronger, the farther the votes moved (taxicab distance)
          </span>
        ) : (
          <span>
            <i className="map-key map-key-pie" /> PIE{colour === 'class' ? ', drawn larger' : ''}
          </span>
        )}{' '}
        {colour === 'pies' && (
          <span>
            <i className="map-key map-key-other" /> same answer from both
          </span>
        )}{' '}
        {hasFloor && (
          <span>
            <i className="map-key map-key-floor" /> hollow: retraining alone changes it
          </span>
        )}
      </p>
      {figures.rows.length <= MOST_CLASSES && (
        <ul className="map-classes" aria-label="Classes, with their PIEs">
          {figures.rows.map(({ label, pies }) => (
            <li key={label}>
              <button
                type="button"
                aria-pressed={state.class === label}
                data-is={`class:${label}`}
                onClick={() => onState({ ...state, class: state.class === label ? null : label })}
              >
                {colour === 'class' && (
                  <svg className="map-swatch" viewBox="0 0 10 10" aria-hidden="true">
                    <Dot x={5} y={5} r="5" fill={classInk(label)} />
                  </svg>
                )}
                {shard.classes[label]} <span>{count(pies)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
