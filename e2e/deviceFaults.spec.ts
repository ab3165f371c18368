import { test as base, type CDPSession, type Page } from '@playwright/test';
import { chunks } from '../src/app/lab/ranges';
import { chaptersFollow, expect, headlineIs, pieCount, test } from './test';

/** Answers of the zoo's networks that differ from the shipped ones, once a run is done. */
async function differing(page: Page): Promise<string | null> {
  await headlineIs(page, 'done');
  return page.getByTestId('agreement').getAttribute('data-differing');
}

async function begun(page: Page): Promise<void> {
  await expect(page.getByTestId('progress')).not.toHaveAttribute('aria-valuenow', '0');
}

/** Puts code before the lab's script. */
async function inLab(page: Page, code: string): Promise<void> {
  await page.route(/\/lab\.worker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code}\n${await response.text()}` });
  });
}

/**
 * A part of the message of each job on the second range of a run: where its images begin in their file, after
 * a header of 16 bytes.
 */
const SECOND_RANGE = `:${16 + chunks(1000)[1].start * 28 * 28},`;

/**
 * The first worker that the lab starts does `fault` when it is asked for images of the second range. The
 * watchdog's minute passes in five seconds. `startedWorkers` counts them all.
 */
const faultyWorker = (fault: string) => `{
  const wait = self.setTimeout;
  self.setTimeout = (work, ms, ...rest) => wait(work, ms >= 60000 ? 5000 : ms, ...rest);
  const Plain = self.Worker;
  self.startedWorkers = 0;
  self.Worker = class extends Plain {
    constructor(url, options) {
      const faulty = \`import "\${new URL(url, location.href)}";
        addEventListener('message', (event) => {
          if (event.data.job?.images?.includes('${SECOND_RANGE}')) { ${fault} }
        });\`;
      const first = self.startedWorkers++ === 0;
      super(first ? URL.createObjectURL(new Blob([faulty], { type: 'text/javascript' })) : url, options);
    }
  };
}`;

base('a worker that hangs in the middle: the others finish the run', async ({ page }) => {
  await inLab(page, faultyWorker('for (;;);'));
  await page.goto('./?images=1000&members=8&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  expect(await differing(page)).toBe('0');
  const [lab] = page.workers();
  const [started, cores] = await lab.evaluate(() => [
    (self as unknown as { startedWorkers: number }).startedWorkers,
    navigator.hardwareConcurrency,
  ]);
  // On a busy machine one that does not hang may seem to.
  expect(started).toBeGreaterThan(cores);
});

base(
  'the GPU process dies in the middle: WebAssembly finishes the run',
  { tag: '@webgpu' },
  async ({ page, browser }) => {
    await page.goto('./?images=500&members=5&device=webgpu');
    await headlineIs(page, 'shipped');
    await page.getByTestId('run').click();
    await begun(page);
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess' as 'Browser.getVersion');
    expect(await differing(page)).toBe('0');
    await expect(page.getByTestId('headline')).toHaveAttribute('data-device', 'wasm');
    await page.getByTestId('device').click();
    await expect(page.getByRole('dialog')).toContainText(
      'failed in the middle of a run: The GPU device was lost',
    );
  },
);

test('a frozen page goes on where it was when it is shown again', async ({ page, context }) => {
  await page.goto('./?images=1000&members=8&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  await begun(page);
  const session = await context.newCDPSession(page);
  for (const state of ['frozen', 'active'] as const)
    await session.send('Page.setWebLifecycleState', { state });
  expect(await differing(page)).toBe('0');
});

test('a hidden tab and one in front compute at the same time', async ({ page, context }) => {
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto('./?images=1000&members=5&device=wasm');
    await headlineIs(tab, 'shipped');
  }
  await other.bringToFront();
  for (const tab of [page, other]) await tab.getByTestId('run').click();
  for (const tab of [page, other]) expect(await differing(tab)).toBe('0');
});

test('cancelled at eight moments, each time run again at once: the last run is whole', async ({ page }) => {
  await page.goto('./?images=1000&members=5&device=wasm');
  await headlineIs(page, 'shipped');
  const shipped = await pieCount(page);
  for (const moment of [0, 3, 11, 1, 30, 7, 60, 18]) {
    await page.getByTestId('run').click();
    await page.evaluate(async (frames) => {
      for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
    }, moment);
    const cancel = page.getByTestId('cancel');
    if (await cancel.isVisible()) await cancel.click({ timeout: 2000 }).catch(() => {});
  }
  await page.getByTestId('run').click();
  expect(await differing(page)).toBe('0');
  expect(Math.abs((await pieCount(page)) - shipped)).toBeLessThanOrEqual(1);
});

/**
 * The JavaScript heaps of a page and of its lab after a collection, bytes, and its nodes and listeners,
 * through one debugging session.
 */
async function createHeapMeter(session: CDPSession) {
  let next = 0;
  const waiting = new Map<number, (result: { usedSize: number }) => void>();
  const workers: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const ask = (sessionId: string, method: string) =>
    new Promise<{ usedSize: number }>((resolve) => {
      const id = ++next;
      waiting.set(id, resolve);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) });
    });
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    let { usedSize } = await session.send('Runtime.getHeapUsage');
    for (const worker of workers) {
      await ask(worker, 'HeapProfiler.collectGarbage');
      usedSize += (await ask(worker, 'Runtime.getHeapUsage')).usedSize;
    }
    const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
    return { workers: workers.length, bytes: usedSize, nodes, listeners };
  };
}

test('6 runs leave the document and the heaps of the page and of its lab as they were', async ({
  page,
  context,
}) => {
  await page.goto('./?variant=pruned&sparsity=0.5&images=500&members=2&device=wasm');
  await headlineIs(page, 'done');
  const heap = await createHeapMeter(await context.newCDPSession(page));
  const run = async () => {
    await page.getByTestId('run').click();
    await expect(page.getByTestId('progress')).toHaveCount(0);
    await headlineIs(page, 'done');
    await chaptersFollow(page);
  };
  for (let warm = 0; warm < 4; warm++) await run();
  const before = await heap();
  expect(before.workers).toBeGreaterThan(0);
  for (let runs = 0; runs < 6; runs++) await run();
  expect((await heap()).workers).toBe(before.workers);
  // Chapters follow when the page has time: what they leave behind is collected a moment later.
  await expect
    .poll(async () => {
      const after = await heap();
      return {
        nodes: after.nodes <= before.nodes,
        listeners: after.listeners <= before.listeners,
        bytes: after.bytes - before.bytes < 5.5e5,
      };
    })
    .toEqual({ nodes: true, listeners: true, bytes: true });
});
