import { CLEARLY_LESS, ROUNDS, type TileChoice } from '../../model/tileShapes';
import { percent } from '../../text/format';
import { three } from './deviceWords';

const giga = (value: number) => `${three(value / 1e9)} G multiply-adds a second`;

/** Which shape of dense convolutions runs on a GPU, how it was chosen and how fast it is. */
export function tilesSentence(choice: TileChoice): string {
  const { shape, isUsual, timed, candidates, speed, isRemembered } = choice;
  const what =
    `Dense convolutions run as ${shape.images} images x ${shape.channels} channels a thread, ` +
    `${shape.lanes} threads per workgroup`;
  if (!speed) return `${what}, the usual shape: ${candidates} candidates took too long to time here.`;
  const where = isRemembered ? 'measured here on an earlier visit' : 'measured here';
  const less = percent(1 - CLEARLY_LESS, 0);
  const how = isUsual
    ? `the usual shape, at ${giga(speed.chosen)}; no other took ${less} less time in all of ${ROUNDS} rounds.`
    : `this one at ${giga(speed.chosen)}, the usual one at ${giga(speed.usual)}.`;
  return `${what}, ${where} on a small layer: ${timed} of ${candidates} candidates, ${how}`;
}
