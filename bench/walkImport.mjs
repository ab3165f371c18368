// Everything that a reader does with an opened import, for bench/imports.mjs.

/**
 * The longest task of the page's thread in a trace, in ms: elapsed, and of processor time, which other programs
 * of the machine do not lengthen.
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
 * Does one thing after the other, and tells of each the longest task of the page's thread while it was done and
 * answered: `{ name, longest, processor, answered }` in ms, `answered` until nothing is waited for any more.
 */
export async function walkImport(browser, page, picture, told) {
  const steps = [];
  const step = async (name, act, waiting = null) => {
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    const began = performance.now();
    let failed = '';
    try {
      await act();
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      await waiting?.waitFor({ state: 'detached', timeout: 20_000 });
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
  const chapter = (name) => page.getByRole('heading', { level: 2, name }).first();
  const go = (name) => step(`chapter: ${name}`, () => chapter(name).evaluate((at) => at.scrollIntoView()));
  const detail = (id) => page.locator(`[data-detail="${id}"]`);
  const open = (id) =>
    step(
      `open ${id}`,
      () => detail(id).locator('summary').first().click(),
      detail(id).locator('.panel-work, .shell-waiting').first(),
    );
  const audited = page.locator('.headline-stale');
  const select = (name) =>
    page.locator('.exemplars-field', { hasText: new RegExp(`^${name}`) }).locator('select');
  const press = (name, within = page) => within.getByRole('button', { name }).first().click();
  const card = page.getByTestId('pie-card');

  for (const rule of ['smallest', 'largest']) {
    const ties = page.getByTestId('ties');
    await step(`ties: ${rule}`, () => ties.selectOption(rule), audited);
  }
  await step('flagged at p of 0.01', () => enter(page.getByLabel('Classes flagged at'), '0.01'), audited);
  await step('another seed', () => enter(page.getByLabel('Seed of draws'), '3'), audited);

  await go('Who pays');
  await step('open a class', () => page.getByTestId('class-row').first().locator('button').first().click());
  for (const key of await page.locator('.classes-sort button').allTextContents()) {
    await step(`classes by ${key}`, () =>
      page.locator('.classes-sort').getByText(key, { exact: true }).click(),
    );
  }
  await picture('classes');
  await step('show all classes', () => page.locator('.classes-all').click());
  await step('table of the classes', () =>
    press('Table', page.locator('.figure', { has: page.locator('.classes') })),
  );
  await open('standing');
  await open('groups');
  const groups = detail('groups').locator('select');
  await step('groups: one class against the rest', () => groups.last().selectOption({ index: 3 }));

  await go('What is forgotten');
  await card.first().waitFor();
  for (const order of ['dense', 'compressed', 'id', 'taxicab']) {
    await step(`gallery by ${order}`, () => select('Order').selectOption(order));
  }
  for (const name of ['Label', 'Dense says', 'Compressed says']) {
    await step(`gallery: ${name}`, async () => {
      await select(name).focus();
      await select(name).selectOption({ index: 1 });
    });
    await step(`gallery: ${name} any`, () => select(name).selectOption({ index: 0 }));
  }
  for (const outcome of ['Forgotten', 'Recovered', 'Traded', 'All']) {
    await step(`gallery: ${outcome}`, () => press(outcome, page.locator('.exemplars-chips')));
  }
  await step('gallery: most changed', () => press('Most changed'));
  const share = page.getByLabel('Share of images, by change in votes');
  await step('gallery: share, one stop', () => share.press('ArrowRight'));
  await step('gallery: all images', () => share.press('End'));
  await step('gallery: all images by dense votes', () => select('Order').selectOption('dense'));
  await step('gallery: all images of a class', () => select('Label').selectOption({ index: 1 }));
  await step('gallery: PIEs', () => press(/PIEs?$/, page.locator('.exemplars-share')));
  await step('gallery: unchanged beside each', () => press('An unchanged image beside each'));
  await step('gallery: alone again', () => press('An unchanged image beside each'));
  await step('gallery: any class', () => select('Label').selectOption({ index: 0 }));
  await step('gallery: show all', () => page.getByTestId('show-all').click());
  await step('gallery: next page', () => press('Next', page.locator('.exemplars-pages')));
  await step('gallery: page 20', () => enter(page.locator('.exemplars-pages input').first(), '20'));
  await step('gallery: first rows', () => page.getByTestId('show-all').click());
  await step('type an id', () => page.getByLabel('Find image').pressSequentially('49999'));
  await step('open an image', () => card.first().click());
  await step('next image', () => page.keyboard.press('j'));
  await step('pin it', () => press('Pin', page.getByTestId('inspector')));
  await step('close it', () => page.keyboard.press('Escape'));
  await picture('gallery');
  await open('map');
  await step('map: classes', () => press('Classes', detail('map')));
  await step('map: larger', () => press('Larger', detail('map')));

  await go('Is it real?');
  const networks = page.getByLabel('Networks a side');
  await networks.waitFor({ timeout: 60_000 }).catch(() => {});
  await step('networks a side, one more', () => networks.press('ArrowRight'));
  await open('indices');
  await go('The same images?');
  await step('table of the same images', () =>
    press('Table', page.locator('.figure', { has: page.locator('.persistence') })),
  );
  await go('Why these?');
  for (const id of await page
    .locator('[data-detail]')
    .evaluateAll((all) => all.map((one) => one.dataset.detail))) {
    if (!['standing', 'groups', 'map', 'indices'].includes(id)) await open(id);
  }
  await step('scroll through the page', async () => {
    for (let notch = 0; notch < 40; notch++) await page.mouse.wheel(0, notch < 20 ? -600 : 600);
  });
  await step('take away', () => press('Take'));
  return steps;
}

/** Types a number in place of another and leaves the field. */
async function enter(field, text) {
  await field.fill(text);
  await field.press('Enter');
}
