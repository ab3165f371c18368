import { type ComponentType, createElement } from 'react';
import { Waits } from '../Waits';
import type { Given, Panel } from './panel';

/** What comes after the answers of the networks. */
const WAITING = { truth: 'Loading the labels.', shard: 'Loading the images.' };

type Late = keyof typeof WAITING;
/** What a host gives, with what came later. */
export type With<K extends Late> = Given & { [key in K]: NonNullable<Given[key]> };

function isThere<K extends Late>(given: Given, what: K): given is With<K> {
  return given[what] !== null;
}

/** A panel that is drawn once its host has `what`: the true labels, or the images. */
export function once<K extends Late>(what: K, Body: ComponentType<With<K>>): Panel['Body'] {
  return function Once(given: Given) {
    if (isThere(given, what)) return createElement(Body, given);
    return (
      <Waits lab={given.zoo?.lab} of={['show']}>
        {WAITING[what]}
      </Waits>
    );
  };
}
