// A reporter of Vitest that ends a run in which nothing ends any more, and names what it waits for. Vitest's
// own limits do not hold where a test keeps its thread busy, or a file waits while it loads.
import { relative } from 'node:path';

/** What the process ends with where it was stuck. */
export const STUCK = 75;

/** How long nothing may end, in milliseconds: twice what one test may take. */
const LIMIT = 240_000;

// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class StuckTests {
  #running = new Map();
  #timer;

  constructor({ limit = LIMIT, end = () => process.exit(STUCK), say = console.error } = {}) {
    this.limit = limit;
    this.end = end;
    this.say = say;
  }

  #goOn() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#stop(), this.limit);
    this.#timer.unref();
  }

  #stop() {
    const names = [...this.#running].map(([file, test]) => (test ? `${file} > ${test}` : file));
    this.say(
      `\nExpected a test to end within ${this.limit / 1000} seconds, and none did. Running: ` +
        `${names.join('; ') || 'none'}.`,
    );
    this.end();
  }

  onTestRunStart() {
    this.#goOn();
  }

  onTestModuleQueued({ moduleId }) {
    this.#running.set(relative('.', moduleId), '');
    this.#goOn();
  }

  onTestCaseReady({ module, fullName }) {
    this.#running.set(relative('.', module.moduleId), fullName);
    this.#goOn();
  }

  onTestCaseResult({ module }) {
    this.#running.set(relative('.', module.moduleId), '');
    this.#goOn();
  }

  onTestModuleEnd({ moduleId }) {
    this.#running.delete(relative('.', moduleId));
    this.#goOn();
  }

  onTestRunEnd() {
    clearTimeout(this.#timer);
  }
}
