/**
 * The first of five ports that the tests' servers listen on. E2E_PORT chooses others, for two runs at a time.
 */
const first = Number(process.env.E2E_PORT ?? 4180);

export const ports = {
  ready: first,
  page: first + 1,
  subPath: first + 2,
  modules: first + 3,
  offline: first + 4,
};

/** The page with the whole zoo, under a sub-path; the tests' own page has a small one. */
export const SHIPPED = `http://localhost:${ports.subPath}/papers/lacuna/`;
