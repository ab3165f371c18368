import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** A page that fails its test on a console error, an uncaught exception, or a request to another origin. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page, baseURL }, use) => {
    const faults: string[] = [];
    const own = new URL(baseURL ?? 'http://localhost').hostname;
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== own) faults.push(`request to ${request.url()}`);
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

/** Waits until the headline is in a state. */
export async function headlineIs(page: Page, state: string): Promise<void> {
  await expect(page.getByTestId('headline')).toHaveAttribute('data-state', state, { timeout: 90_000 });
}

/** Waits until chapters show what the sentence says: they follow it as soon as the page has time. */
export async function chaptersFollow(page: Page): Promise<void> {
  await expect(page.locator('main[data-behind="true"]')).toHaveCount(0);
  await expect(page.locator('[data-phase="running"], [data-phase="stale"]')).toHaveCount(0);
}

/** The number of PIEs on screen. */
export async function pieCount(page: Page): Promise<number> {
  await chaptersFollow(page);
  return Number(await page.getByTestId('pie-count').getAttribute('data-value'));
}

/** Goes to a chapter by the line of links, and waits for its figures. */
export async function openChapter(page: Page, title: string): Promise<Locator> {
  await page.getByRole('navigation', { name: 'Chapters' }).getByRole('button', { name: title }).click();
  const chapter = page.getByRole('region', { name: title });
  await expect(chapter.locator('.figure, .exemplars').first()).toBeVisible();
  return chapter;
}

/** Opens a detail of a chapter, by its title, and gives its region. */
export async function openDetail(page: Page, title: string): Promise<Locator> {
  const detail = page.getByRole('region', { name: title });
  await detail.locator('summary').first().click();
  return detail;
}

/** From the next page on, keeps what is written on canvases. */
export async function recordDrawnText(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    Object.assign(window, { drawn });
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      drawn.push(text);
      write.call(this, text, ...place);
    };
  });
}

/** What was written on canvases since the page was opened, in one line. */
export async function drawnText(page: Page): Promise<string> {
  return page.evaluate(() =>
    'drawn' in window && Array.isArray(window.drawn) ? window.drawn.join(' ') : '',
  );
}

export { expect };
