import { computedAttributes } from '../../model/attributes';
import type { Shard } from '../../model/shard';

/** The attribute that is an image's true class. */
export const CLASS_ATTRIBUTE = 'class';

/**
 * By what a shard's images can be grouped, and what each means: their class, columns that came with them, and
 * what their pixels, where there are any, say.
 */
export function attributeNames({ attributes = [], images }: Shard): { name: string; meaning: string }[] {
  return [
    { name: CLASS_ATTRIBUTE, meaning: 'the true class' },
    ...attributes.map((attribute) => ({ name: attribute.name, meaning: 'came with the images' })),
    ...(images.length > 0 ? computedAttributes : []),
  ];
}
