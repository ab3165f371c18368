import type { Page } from '@playwright/test';
import { spreadOf } from '../../src/model/measurements';
import type { SliderResult } from '../results';
import { launch } from './browser';

/**
 * Levels around 80%, in an order in which each is new to the page, which keeps what it computed; none of those
 * whose shipped answers stand at once.
 */
const LEVELS = [0.83, 0.78, 0.81, 0.79, 0.82];

/**
 * The page comes to rest before a level is chosen, as it does for a reader: what follows an answer is not
 * part of the next.
 */
const REST_MS = 3000;

/** Lets the slider go at a level; gives the milliseconds until its findings are on screen. */
export function letGo(page: Page, level: number): Promise<number> {
  return page.evaluate(async (value) => {
    const slider = document.querySelector<HTMLInputElement>('[data-testid=sparsity]')!;
    const place = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!;
    place.set!.call(slider, String(value));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const headline = document.querySelector<HTMLElement>('[data-testid=headline]')!;
    const start = performance.now();
    const finished = new Promise<void>((resolve) => {
      let left = false;
      new MutationObserver((_, observer) => {
        const { state } = headline.dataset;
        if (state !== 'done') left = true;
        else if (left) {
          observer.disconnect();
          resolve();
        }
      }).observe(headline, { attributes: true, attributeFilter: ['data-state'] });
    });
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    await finished;
    await new Promise(requestAnimationFrame);
    return performance.now() - start;
  }, level);
}

/**
 * Drives the explorer: the slider is let go at a new level; the clock stops when the findings of every image
 * are on screen. The dense answers are there from the first run, as for a reader who moves the slider a
 * second time.
 */
export async function measureSlider(url: string, members: number, images: number): Promise<SliderResult> {
  const browser = await launch('none');
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}?variant=pruned&sparsity=0.73&images=${images}&members=${members}&device=wasm`);
    const headline = page.locator('[data-testid=headline][data-state=done]');
    await headline.waitFor({ timeout: 120_000 });
    const used = Number(await headline.getAttribute('data-members'));
    const ms: number[] = [];
    for (const level of LEVELS) {
      await page.waitForTimeout(REST_MS);
      ms.push(await letGo(page, level));
    }
    return { members: used, images, levels: LEVELS, ms: spreadOf(ms) };
  } finally {
    await browser.close();
  }
}
