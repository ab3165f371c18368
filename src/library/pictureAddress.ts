import { named } from '../formats/check';
import { fileAddress } from './urlSource';

const PLACES = /\{([^{}]*)\}/g;

/**
 * What stands for a place while an address is parsed: letters and digits, which no part of an address
 * changes.
 */
const MARKS: Readonly<Record<string, string>> = { image_id: 'place0of0image0id', index: 'place0of0index' };

export const LONGEST_TEMPLATE = 2000;
const LONGEST_ADDRESS = 8000;

/**
 * A reader's template of image addresses, such as `https://example.org/val/{image_id}.jpg`, made absolute.
 * `{image_id}` and `{index}` (an image's place, from 0) may stand in the path and the query, never in the
 * host. Only https, or what is at `own`, the page's address. `foreign` is the host to be confirmed before
 * anything is asked of it; null for the page's own. Throws one sentence.
 */
export function pictureTemplate(text: string, own: string): { template: string; foreign: string | null } {
  const shown = named(text);
  const places = [...text.matchAll(PLACES)].map(([, place]) => place);
  const unknown = places.find((place) => !Object.hasOwn(MARKS, place));
  if (unknown !== undefined) {
    throw new Error(`Expected {image_id} or {index} in the address of images, got {${named(unknown)}}.`);
  }
  if (places.length === 0 || text.length > LONGEST_TEMPLATE) {
    throw new Error(
      'Expected an address with {image_id} or {index} in it, such as ' +
        `https://example.org/{image_id}.jpg, of at most ${LONGEST_TEMPLATE} characters, got ` +
        `"${shown}".`,
    );
  }
  const { url, foreign } = fileAddress(
    text.replace(PLACES, (_, place: string) => MARKS[place]),
    own,
  );
  const { protocol, origin, pathname, search } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Error(`Expected an address that begins with https://, got "${shown}".`);
  }
  let left = 0;
  const template = Object.entries(MARKS).reduce((path, [place, mark]) => {
    left += path.split(mark).length - 1;
    return path.replaceAll(mark, `{${place}}`);
  }, pathname + search);
  if (left !== places.length) {
    throw new Error(`Expected {image_id} and {index} in the path of the address alone, got "${shown}".`);
  }
  return { template: origin + template, foreign };
}

/**
 * The address of one image by a template that `pictureTemplate` gave. The id is percent-encoded: in the path
 * each of its segments, so that `class/7.png` names a folder, in the query all of it. Null where there is
 * none: for an id that would lead out of its folder (`..`), or that is no text. The host and what stands
 * before the first place are always the template's.
 */
export function pictureAddress(template: string, id: number | string, index: number): string | null {
  const query = template.indexOf('?');
  try {
    const address = template.replace(PLACES, (_, place: string, at: number) => {
      if (place === 'index') return `${index}`;
      return query >= 0 && at > query ? encoded(`${id}`) : `${id}`.split('/').map(encoded).join('/');
    });
    return address.length <= LONGEST_ADDRESS && new URL(address).href === address ? address : null;
  } catch {
    return null;
  }
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}
