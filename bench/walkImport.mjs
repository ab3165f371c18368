// Everything that a reader does with an opened import, for bench/imports.mjs.

/**
 * The longest task of the page's thread in a trace, in ms: elapsed, and of processor time, which other
 * programs of the machine do not lengthen.
 */
function longestTask(trace) {
  const { traceEvents } = JSON.parse(trace);
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const most = { longest: 0, processor: 0 };
  for (const { name, pid, tid, dur = 0, tdur = 0 } of traceEvents) {
    if (!name.endsWith('RunTask') || !main.has(`${pid} ${tid}`)) continue;
    most.longest = Math.max(most.longest, Math.round(dur / 1000));
    most.processor = Math.max(most.processor, Math.round(tdur / 1000));
  }
  return most;
}

/**
 * Does one thing after the other, and tells of each the longest task of the page's thread while it was done
 * and answered. It gives `{ name, longest, processor, answered }` in ms, `answered` until nothing is waited
 * for any more. What is acted on is looked up before the clock starts, and acted on by the mouse and keys
 * alone. Playwright looks for roles and labels on the page's own thread, which takes seconds where the page
 * is long.
 */
export async function walkImport(browser, page, picture, told) {
  const steps = [];
  /** `find` gives what `act` acts on; an answer is there once nothing matches the selector `waiting`. */
  const step = async (name, find, act, waiting = null) => {
    let failed = '';
    let on = null;
    try {
      on = await find?.();
    } catch (error) {
      failed = ` (${error.message.split('\n')[0]})`;
    }
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    const began = performance.now();
    try {
      if (!failed) await act(on);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      // By the page's own search: Playwright's looks through all of a long page on the page's thread.
      await page.waitForFunction((found) => !found || !document.querySelector(found), waiting, {
        timeout: 120_000,
        polling: 100,
      });
    } catch (error) {
      failed = ` (${error.message.split('\n')[0]})`;
    }
    const answered = Math.round(performance.now() - began);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200))));
    const trace = await browser.stopTracing();
    const found = { name: name + failed, ...longestTask(trace.toString()), answered };
    steps.push(found);
    told(found);
  };
  const inView = async (locator) => {
    const handle = await locator.first().elementHandle({ timeout: 10_000 });
    // Away from what stands over the page's edges.
    await handle.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
    return handle;
  };
  const click = async (handle) => {
    const { x, y, width, height } = await handle.boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
  };
  const clicked = (name, locator, waiting) => step(name, () => inView(locator), click, waiting);
  const button = (name, within = page) => within.getByRole('button', { name });
  const pressed = (name, locator, key) =>
    step(
      name,
      async () => {
        const handle = await inView(locator);
        await handle.focus();
      },
      () => page.keyboard.press(key),
    );
  const chosen = (name, locator, option, waiting) =>
    step(
      name,
      () => inView(locator),
      async (handle) => {
        await handle.focus();
        await handle.selectOption(option, { timeout: 10_000 });
      },
      waiting,
    );
  /** Types in place of what a field holds, and leaves it. */
  const entered = (name, locator, text, waiting) =>
    step(
      name,
      async () => {
        const handle = await inView(locator);
        await handle.focus();
        await handle.evaluate((field) => field.select());
      },
      async () => {
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
      },
      waiting,
    );
  const chapter = (name) => page.getByRole('heading', { level: 2, name }).first();
  const go = (name) =>
    step(
      `chapter: ${name}`,
      () => chapter(name).elementHandle(),
      (heading) => heading.evaluate((element) => element.scrollIntoView()),
    );
  const detail = (id) => page.locator(`[data-detail="${id}"]`);
  const open = (id) =>
    clicked(
      `open ${id}`,
      detail(id).locator('summary'),
      `[data-detail="${id}"] :is(.panel-work, .shell-waiting)`,
    );
  const audited = '.headline-stale';
  const select = (name) =>
    page.locator('.exemplars-field', { hasText: new RegExp(`^${name}`) }).locator('select');
  const card = page.getByTestId('pie-card');

  for (const rule of ['smallest', 'largest']) {
    await chosen(`ties: ${rule}`, page.getByTestId('ties'), rule, audited);
  }
  await entered('flagged at p of 0.01', page.getByLabel('Classes flagged at'), '0.01', audited);
  await entered('another seed', page.getByLabel('Seed of draws'), '3', audited);

  await go('Who pays');
  await clicked('open a class', page.getByTestId('class-row').first().locator('button'));
  for (const key of await page.locator('.classes-sort button').allTextContents()) {
    await clicked(`classes by ${key}`, page.locator('.classes-sort').getByText(key, { exact: true }));
  }
  await picture('classes');
  await clicked('show all classes', page.locator('.classes-all'));
  await clicked(
    'table of the classes',
    page.locator('.figure', { has: page.locator('.classes') }).getByText('Table', { exact: true }),
  );
  await open('standing');
  await open('groups');
  const groups = detail('groups').locator('select').last();
  await chosen('groups: one class against the rest', groups, { index: 3 });

  await go('What is forgotten');
  await card.first().waitFor();
  for (const order of ['dense', 'compressed', 'id', 'taxicab']) {
    await chosen(`gallery by ${order}`, select('Order'), order);
  }
  for (const name of ['Label', 'Dense says', 'Compressed says']) {
    await chosen(`gallery: ${name}`, select(name), { index: 1 });
    await chosen(`gallery: ${name} any`, select(name), { index: 0 });
  }
  for (const outcome of ['Forgotten', 'Recovered', 'Traded', 'All']) {
    await clicked(`gallery: ${outcome}`, page.locator('.exemplars-chips').getByText(outcome));
  }
  const sets = page.locator('.exemplars-share');
  await clicked('gallery: most changed', sets.getByText('Most changed'));
  await pressed('gallery: share, one stop', sets.locator('input'), 'ArrowRight');
  await pressed('gallery: all images', sets.locator('input'), 'End');
  await chosen('gallery: all images by dense votes', select('Order'), 'dense');
  await chosen('gallery: all images of a class', select('Label'), { index: 1 });
  await clicked('gallery: PIEs', sets.getByText(/PIEs?$/));
  const beside = page.locator('.exemplars-toggle');
  await clicked('gallery: unchanged beside each', beside);
  await clicked('gallery: alone again', beside);
  await chosen('gallery: any class', select('Label'), { index: 0 });
  await clicked('gallery: unchanged beside each of all', beside);
  await clicked('gallery: alone again', beside);
  await clicked('gallery: show all', page.getByTestId('show-all'));
  const pages = page.locator('.exemplars-pages').first();
  await clicked('gallery: next page', pages.getByText('Next'));
  await entered('gallery: page 20', pages.locator('input'), '20');
  await clicked('gallery: first rows', page.getByTestId('show-all'));
  await entered('find an image by its id', page.locator('.exemplars-find input'), '49999');
  await step('close it', null, () => page.keyboard.press('Escape'));
  await clicked('open an image', card);
  await step('next image', null, () => page.keyboard.press('j'));
  await clicked('pin it', button('Pin', page.getByTestId('inspector')));
  await step('close it', null, () => page.keyboard.press('Escape'));
  await picture('gallery');
  await open('map');
  await clicked('map: classes', button('Classes', detail('map')));
  await clicked('map: larger', button('Larger', detail('map')));

  await go('Is it real?');
  const networks = page.getByLabel('Networks a side');
  await networks.waitFor({ timeout: 60_000 }).catch(() => {});
  await pressed('networks a side, one more', networks, 'ArrowRight');
  await open('indices');
  await go('The same images?');
  await clicked(
    'table of the same images',
    page.locator('.figure', { has: page.locator('.persistence') }).getByText('Table', { exact: true }),
  );
  await go('Why these?');
  for (const id of await page
    .locator('[data-detail]')
    .evaluateAll((all) => all.map((one) => one.dataset.detail))) {
    if (!['standing', 'groups', 'map', 'indices'].includes(id)) await open(id);
  }
  await step('scroll through the page', null, async () => {
    for (let notch = 0; notch < 40; notch++) await page.mouse.wheel(0, notch < 20 ? -600 : 600);
  });
  await clicked('take away', button('Take'));
  await clicked('take away: PIEs', page.locator('dialog').getByText('CSV', { exact: true }));
  return steps;
}
