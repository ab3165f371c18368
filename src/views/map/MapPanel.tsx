import { useMemo, useState } from 'react';
import type { Findings } from '../../audit/findings';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import type { ImageMap } from '../../model/imageMap';
import type { Shard } from '../../model/shard';
import { count, percent } from '../../text/format';
import type { GalleryState } from '../exemplars/galleryState';
import { Legend } from './Legend';
import { MapSquare } from './MapSquare';
import { mapClaim, mapFigures, mapReading, NEIGHBOURS } from './mapWords';
import { indexMap } from './nearest';
import type { MapColour } from './paint';
import './map.css';

export type MapPanelProps = {
  map: ImageMap;
  shard: Shard;
  findings: Findings;
  state: GalleryState;
  onState: (state: GalleryState) => void;
  onOpen: (image: number) => void;
  stale?: boolean;
};

/** "Where the forgotten images live": all test images as points, and the PIEs among them. */
export function MapPanel(props: MapPanelProps) {
  const { map: whole, shard, findings, state, onState, onOpen, stale } = props;
  // The findings may cover the first images alone.
  const map = useMemo(
    () => ({ ...whole, places: whole.places.subarray(0, 2 * findings.images) }),
    [whole, findings.images],
  );
  const [colour, setColour] = useState<MapColour>('pies');
  const index = useMemo(() => indexMap(map), [map]);
  const figures = useMemo(() => mapFigures(index, findings, shard.labels), [index, findings, shard.labels]);
  return (
    <Figure
      title="Where the forgotten images live"
      name="map"
      claim={mapClaim(figures)}
      how={
        `${mapReading(map)} Draw around points, by finger after choosing Draw, to see them alone in the ` +
        'gallery. Arrow keys go from image to image, and Enter opens one. D draws a ring around it, wider ' +
        'at each press; Escape takes it away.'
      }
      stale={stale}
      table={
        <ChartTable
          caption="Images and PIEs on the map, by class"
          columns={[
            ['Class', ({ label }) => shard.classes[label]],
            ['Images', ({ images }) => count(images)],
            ['PIEs', ({ pies }) => count(pies)],
            [`PIEs among the ${NEIGHBOURS} nearest of a PIE`, ({ near }) => percent(near)],
          ]}
          rows={figures.rows}
        />
      }
      actions={
        <fieldset className="map-colours">
          <legend className="visually-hidden">Colour of the points</legend>
          {COLOURS.map(([value, name]) => (
            <button
              key={value}
              type="button"
              aria-pressed={colour === value}
              onClick={() => setColour(value)}
            >
              {name}
            </button>
          ))}
        </fieldset>
      }
    >
      <MapSquare {...{ map, index, shard, findings, colour, state, onState, onOpen }} />
      <Legend
        {...{ colour, shard, figures, state, onState, hasFloor: findings.noiseFloor.kind === 'null' }}
      />
    </Figure>
  );
}

const COLOURS: [MapColour, string][] = [
  ['pies', 'PIEs'],
  ['class', 'Classes'],
  ['taxicab', 'How far votes moved'],
];
