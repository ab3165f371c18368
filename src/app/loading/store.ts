/** A state that only its reducer changes, for a worker or a page without React. */
export type Store<State, Change> = { readonly now: State; change: (change: Change) => void };

export function createStore<State, Change>(
  reduce: (state: State, change: Change) => State,
  initial: State,
): Store<State, Change> {
  let state = initial;
  return {
    get now() {
      return state;
    },
    change(next) {
      state = reduce(state, next);
    },
  };
}
