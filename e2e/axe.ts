import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] };
type Options = { runOnly?: string[]; resultTypes: ['violations'] };
declare const axe: { run: (within: string, options: Options) => Promise<{ violations: Violation[] }> };

/** What axe finds wrong with the page, or with what a selector names of it, by all its rules or some. */
export async function violations(page: Page, within = 'html', rules?: string[]): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    async ([part, runOnly]) => {
      // What passed is not written out, which takes a part of the time.
      const options: Options = { resultTypes: ['violations'] };
      return (await axe.run(part, runOnly ? { ...options, runOnly } : options)).violations;
    },
    [within, rules] as const,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}

/** What of a page depends on its theme and width; names, roles and order are the same in every look. */
const OF_THE_LOOK = [
  ...['color-contrast', 'link-in-text-block', 'target-size'],
  ...['scrollable-region-focusable', 'aria-hidden-focus', 'nested-interactive'],
];

/** Colours depend on the theme and places on the width: two looks have both of each. */
const LOOKS = [
  { colorScheme: 'light', width: 1440, rules: undefined },
  { colorScheme: 'dark', width: 390, rules: OF_THE_LOOK },
] as const;

/**
 * axe finds nothing in what stands on the page now, or in what a selector names of it. Nor does the page
 * scroll sideways. Both are looked at light on a desk and dark on a phone.
 */
export async function inEveryLook(page: Page, within = 'html'): Promise<void> {
  for (const { colorScheme, width, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await page.setViewportSize({ width, height: 844 });
    expect(await violations(page, within, rules), `${colorScheme}, ${width} px`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${colorScheme}, ${width} px`).toBeLessThanOrEqual(0);
  }
}
