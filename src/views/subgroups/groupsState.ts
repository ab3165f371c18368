import type { RateKind } from '../../audit/groups/groupRates';
import { readIndex } from '../../text/readIndex';

/** What the panel shows: one attribute or two, a class against the rest or none, and which rate. */
export type GroupsState = { by: string[]; target: number | null; rate: RateKind };

/** What is shown until the reader chooses. */
export const initialGroups: GroupsState = { by: ['brightness'], target: null, rate: 'error' };

const rates: RateKind[] = ['error', 'falsePositive', 'falseNegative'];

/** The state that a query asks for; parts that it does not name, or names wrongly, are as at first. */
export function parseGroups(query: URLSearchParams): GroupsState {
  const by = [...new Set(query.getAll('group'))].filter((name) => name !== '').slice(0, 2);
  const known = readIndex(query.get('target'));
  const rate = rates.find((kind) => kind === query.get('rate'));
  return {
    by: by.length === 0 ? initialGroups.by : by,
    target: known,
    rate: known === null || !rate ? initialGroups.rate : rate,
  };
}

/** The parts of a query that reopen a state; none for the initial one. */
export function groupsQuery({ by, target, rate }: GroupsState): [string, string][] {
  const isInitial = by.length === 1 && by[0] === initialGroups.by[0];
  return [
    ...(isInitial ? [] : by.map((name): [string, string] => ['group', name])),
    ...(target === null ? [] : [['target', String(target)] satisfies [string, string]]),
    ...(rate === initialGroups.rate ? [] : [['rate', rate] satisfies [string, string]]),
  ];
}

/** What is said of attributes that a state names and the images do not have; null where there are none. */
export function unknownGroups(state: GroupsState, attributes: { name: string }[]): string | null {
  const names = attributes.map(({ name }) => name);
  const unknown = state.by.filter((name) => !names.includes(name) && name !== initialGroups.by[0]);
  if (unknown.length === 0) return null;
  const asked = unknown.map((name) => `group=${name.slice(0, 40)}`).join(' and ');
  const shown = groupsWithin(state, attributes, 0).by.join(' and ');
  return `The link says ${asked}; expected one of ${names.slice(0, 12).join(', ')}. Groups are by ${shown}.`;
}

/** A state without what the images have not: attributes that are unknown, a class beyond the last. */
export function groupsWithin(
  state: GroupsState,
  attributes: { name: string }[],
  classes: number,
): GroupsState {
  const by = state.by.filter((name) => attributes.some((attribute) => attribute.name === name));
  const isClass = state.target !== null && state.target < classes;
  return {
    by: by.length > 0 ? by : attributes.slice(0, 1).map(({ name }) => name),
    target: isClass ? state.target : null,
    rate: isClass ? state.rate : 'error',
  };
}
