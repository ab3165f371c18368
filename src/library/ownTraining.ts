/** How networks of the reader's own were trained in this page, as it is kept with them. */
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  inside,
  type Place,
  unexpected,
} from '../formats/check';
import type { Recipe } from '../model/recipe';
import type { PruneScope } from '../model/variant';

/**
 * The recipe, which weights went, on what images (`counts`: images of each class), and whether in plain SIMD.
 */
export type OwnTraining = {
  recipe: Recipe;
  scope: PruneScope;
  images: { id: string; title: string; counts: number[] };
  plain: boolean;
};

/** What is kept of a training, every field checked; `classes` is how many there are. */
export function readOwnTraining(value: unknown, place: Place, classes: number): OwnTraining {
  const { recipe, scope, images, plain } = asRecord(value, place);
  const at = inside(place, 'images');
  const { id, title, counts } = asRecord(images, at);
  const each = asList(counts, inside(at, 'counts'), (count, where) => asInteger(count, where));
  if (each.length !== classes) throw unexpected(inside(at, 'counts'), `a list of ${classes}`, counts);
  return {
    recipe: readRecipe(recipe, inside(place, 'recipe')),
    scope: asScope(scope, inside(place, 'scope')),
    images: { id: asText(id, inside(at, 'id')), title: asText(title, inside(at, 'title')), counts: each },
    plain: asFlag(plain, inside(place, 'plain')),
  };
}

/** Whether each layer is pruned alike, or all by one threshold. */
export function asScope(value: unknown, place: Place): PruneScope {
  if (value !== 'layer' && value !== 'global') throw unexpected(place, 'layer or global', value);
  return value;
}

/** True or false. */
export function asFlag(value: unknown, place: Place): boolean {
  if (typeof value !== 'boolean') throw unexpected(place, 'true or false', value);
  return value;
}

/** A recipe, every field checked. */
export function readRecipe(value: unknown, place: Place): Recipe {
  const document = asRecord(value, place);
  const whole = (key: string, low: number, high: number) =>
    asInteger(document[key], inside(place, key), low, high);
  const real = (key: string, high: number) => asNumber(document[key], inside(place, key), 0, high);
  return {
    epochs: whole('epochs', 1, 10_000),
    batch: whole('batch', 16, 65_536),
    peakRate: real('peakRate', 100),
    warmUp: real('warmUp', 1),
    momentum: real('momentum', 1),
    weightDecay: real('weightDecay', 1),
    pruneBegin: real('pruneBegin', 1),
    pruneEnd: real('pruneEnd', 1),
    pruneFrequency: whole('pruneFrequency', 1, 1_000_000),
    flip: asFlag(document.flip, inside(place, 'flip')),
    shift: whole('shift', 0, 1000),
    statisticsImages: whole('statisticsImages', 1, 2 ** 31),
  };
}
