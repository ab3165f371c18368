import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Offer } from '../model/experiment';
import { readAddress, writeAddress } from './address';
import { askedInVain } from './askedInVain';
import { chapters } from './panels/panels';
import { PRESETS } from './presets';

type Manifest = { variants: { id: string; kind: string; width?: number }[] };
const zoo = (data: string): Manifest =>
  JSON.parse(readFileSync(`public/zoo/${data}/manifest.json`, 'utf8')) as Manifest;

/** What a shipped dataset offers, by its manifest. */
function offerOf(data: string): Offer {
  const { variants } = zoo(data);
  return {
    data,
    datasets: [
      { id: 'fashion-mnist', title: 'Fashion-MNIST' },
      { id: 'fashion-mnist-long-tail', title: 'Long-tailed' },
    ],
    levels: variants.filter(({ kind }) => kind === 'sparse').map(({ id }) => Number(id.split('-')[1]) / 100),
    widths: variants.filter(({ kind }) => kind === 'narrow').map(({ width = 1 }) => width),
    images: 10_000,
    batchNorm: true,
    networks: Object.fromEntries(variants.map(({ id }) => [id, 10])),
  };
}

const details = chapters.flatMap((chapter) => chapter.details.map(({ id }) => id));
const counts = { classes: 10, chapters: 8, details };

test.each(PRESETS.map((preset) => [preset.name, preset.query] as const))(
  '"%s" opens as it says',
  (_, query) => {
    const asked = new URLSearchParams(query);
    const offer = offerOf(asked.get('data') ?? '');
    const { notices, ...address } = readAddress(asked, offer, counts);
    expect(notices).toEqual([]);
    expect(askedInVain(asked, { ...counts, ...offer })).toEqual([]);
    const again = readAddress(writeAddress(address, offer), offer, counts);
    expect(again).toEqual({ ...address, notices: [] });
    for (const name of ['variant', 'method', 'format', 'sparsity', 'width'] as const) {
      const value = asked.get(name);
      if (value !== null) expect(String(address.experiment[name])).toBe(value);
    }
  },
);
