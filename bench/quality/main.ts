// Trains populations on the page Train in Chromium and sets them beside the shipped ones. It goes on where
// it was stopped: the profile of the browser, with its checkpoints, is kept in .cache/quality.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../../scripts/chromium.mjs';
import { drawnPies, shippedTop1 } from './shipped';

/** The address is part of what the browser keeps: another port would begin anew. */
const PORT = 4187;

type Size = { members: number; epochs: number; images: number };

/** A row of the page's table: its population, and its share of right answers in percent. */
type Row = { id: string; top1: number };

export async function main(args: string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      members: { type: 'string', default: '10' },
      epochs: { type: 'string', default: '7' },
      images: { type: 'string', default: '60000' },
      save: { type: 'string' },
      anew: { type: 'boolean', default: false },
    },
  });
  const size = {
    members: Number(values.members),
    epochs: Number(values.epochs),
    images: Number(values.images),
  };
  const executablePath = findChromium();
  if (!executablePath) throw new Error('Expected a Chromium, got none; set CHROMIUM_PATH.');
  const profile = join(root, '.cache/quality');
  if (values.anew) rmSync(profile, { recursive: true, force: true });
  mkdirSync(profile, { recursive: true });
  const server = await preview({
    root,
    preview: { port: PORT, strictPort: true, host: 'localhost' },
    logLevel: 'error',
  });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const browser = context.browser()?.version() ?? 'unknown';
  const started = Date.now();
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const resumed = await begin(page, `http://localhost:${PORT}/#/train`, size);
    const { rows, pies } = await finished(page);
    const level = (id: string) => rows.filter((row) => row.id.startsWith(`${id}/`)).map(({ top1 }) => top1);
    const result = {
      ...size,
      chromium: browser,
      processor: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      date: new Date().toISOString().slice(0, 10),
      seconds: Math.round((Date.now() - started) / 1000),
      resumed,
      dense: spread(level('dense')),
      sparse90: spread(level('sparse-90')),
      pies,
      shipped: {
        dense: await shippedTop1(root, 'dense', size.members),
        sparse90: await shippedTop1(root, 'sparse-90', size.members),
        pies: await drawnPies(root, size.members),
      },
    };
    const text = `${JSON.stringify(result, null, 1)}\n`;
    if (values.save) writeFileSync(values.save, text);
    process.stdout.write(text);
  } finally {
    await context.close();
    await server.close();
  }
}

/** Begins a training, or goes on with the one that is kept; true where it goes on. */
async function begin(page: Page, url: string, { members, epochs, images }: Size): Promise<boolean> {
  await page.goto(url);
  const kept = page.getByTestId('kept-run').getByRole('link');
  await page.getByTestId('train-begin').waitFor();
  await page
    .getByTestId('train-estimate')
    .filter({ hasText: /^About / })
    .waitFor({ timeout: 120_000 });
  if ((await kept.count()) > 0) {
    await kept.first().click();
    return true;
  }
  await page.getByRole('checkbox', { name: /^retrained/ }).uncheck();
  await page.getByRole('textbox', { name: /^Sparse, percent/ }).fill('90');
  await page.getByRole('spinbutton', { name: 'Networks a population' }).fill(String(members));
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill(String(epochs));
  await page.getByRole('spinbutton', { name: 'Training images' }).fill(String(images));
  console.error(await page.getByTestId('train-estimate').textContent());
  await page.getByTestId('train-begin').click();
  return false;
}

/** What the page says once all networks are trained; on the way, how far it is. */
async function finished(page: Page): Promise<{ rows: Row[]; pies: number | null }> {
  const ended = page.getByTestId('train-ended');
  while ((await ended.count()) === 0) {
    const problem = page.getByTestId('train-problem');
    if ((await problem.count()) > 0) throw new Error((await problem.textContent()) ?? '');
    const busy = page.locator('.imports-busy');
    if ((await busy.count()) > 0) console.error(await busy.textContent());
    await ended.waitFor({ timeout: 60_000 }).catch(() => undefined);
  }
  const said = (await ended.textContent()) ?? '';
  console.error(said);
  if (!said.startsWith('Done')) throw new Error('Not all networks finished; the same command goes on.');
  await page.getByRole('button', { name: 'Table' }).click();
  const rows = await page
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? '')),
    );
  const pies = page.getByTestId('train-pies').locator('b').first();
  return {
    rows: rows.flatMap((cells) => {
      const top1 = Number.parseFloat(cells.at(-1) ?? '');
      return Number.isFinite(top1) && cells[0]?.includes('/') ? [{ id: cells[0], top1 }] : [];
    }),
    pies: (await pies.count()) > 0 ? Number(((await pies.textContent()) ?? '').replaceAll(',', '')) : null,
  };
}

/** Mean and standard deviation of percentages, and how many there are. */
function spread(values: number[]): { networks: number; mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    networks: values.length,
    mean: Number(mean.toFixed(2)),
    sd: Number(Math.sqrt(squares / Math.max(1, values.length - 1)).toFixed(2)),
  };
}
