import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { engineTable, figuresOf, figureTable, type Measured, mediansOf } from '../report';
import type { Settings } from '../results';
import { launch, runPart } from './browser';
import { buildPages } from './build';
import { measureInDeno } from './deno';
import { describeMachine, loadWarning } from './machine';
import { plotRun } from './plot';
import { serve } from './serve';
import { measureSlider } from './slider';

const PARTS = ['wasm', 'scaling', 'prune', 'fullSet', 'memory', 'slider', 'webgpu', 'deno'] as const;
type Part = (typeof PARTS)[number];

const SLIDER_IMAGES = 1000;

const QUICK: Partial<Settings> = {
  members: 4,
  images: 128,
  peerImages: 64,
  gpuImages: 16,
  denoImages: 32,
  gpuRounds: 1,
  rounds: 1,
};

function readFlags(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      save: { type: 'string' },
      plot: { type: 'string' },
      members: { type: 'string', default: '30' },
      rounds: { type: 'string', default: '7' },
      adapter: { type: 'string', default: 'software' },
      parts: { type: 'string', default: PARTS.join(',') },
    },
  });
  const { adapter } = values;
  if (adapter !== 'software' && adapter !== 'system') {
    throw new Error(`--adapter expects software or system, not "${adapter}".`);
  }
  const parts = values.parts.split(',').map((name) => {
    const part = PARTS.find((each) => each === name);
    if (!part) throw new Error(`--parts expects some of ${PARTS.join(', ')}, not "${name}".`);
    return part;
  });
  const settings: Settings = {
    members: wholeNumber('members', values.members),
    images: 4000,
    peerImages: 2048,
    peerMembers: 4,
    gpuImages: 64,
    denoImages: 256,
    gpuMembers: 2,
    gpuRounds: 3,
    rounds: wholeNumber('rounds', values.rounds),
    threads: cpus().length,
    ...(values.quick ? QUICK : {}),
  };
  return { ...values, adapter, parts, settings } as const;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} expects a whole number from 1, not "${text}".`);
  return value;
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^page\.evaluate: (Error: )?/, '').split('\n')[0];
}

/** Runs the bench and prints its report; the exit code is 1 when a part failed. Progress goes to stderr. */
export async function main(args: string[], root: string): Promise<number> {
  const flags = readFlags(args);
  if (flags.plot) {
    plotRun(flags.plot);
    return 0;
  }
  const { settings, parts, adapter } = flags;
  const note = (text: string) => console.error(text);
  note('Building the page.');
  const site = await buildPages(root);
  const machine = await describeMachine();
  const warning = loadWarning(machine);
  if (warning) note(`Warning: ${warning}`);
  const server = await serve({ '': site, ort: join(root, 'node_modules/onnxruntime-web/dist') });
  const browser = await launch(adapter);
  const failures: Partial<Record<Part, string>> = {};
  const attempt = async <T>(part: Part, measure: () => Promise<T | null>): Promise<T | null> => {
    if (!parts.includes(part)) return null;
    note(`Measuring: ${part}.`);
    try {
      return await measure();
    } catch (error) {
      failures[part] = sentence(error);
      note(`${part} failed: ${failures[part]}`);
      return null;
    }
  };
  try {
    const inPage = <P extends 'wasm' | 'webgpu' | 'scaling' | 'prune' | 'fullSet' | 'memory'>(part: P) =>
      attempt(part, () => runPart(browser, server.url, part, settings));
    const measured: Measured = {
      wasm: await inPage('wasm'),
      scaling: await inPage('scaling'),
      prune: await inPage('prune'),
      fullSet: await inPage('fullSet'),
      memory: await inPage('memory'),
      slider: await attempt('slider', () =>
        measureSlider(browser, server.url, settings.members, flags.quick ? 100 : SLIDER_IMAGES),
      ),
      webgpu: await inPage('webgpu'),
      deno: await attempt('deno', () => measureInDeno(root, adapter, settings)),
    };
    const figures = figuresOf(measured);
    const report = {
      ...mediansOf(figures),
      detail: { ...measured, spreads: figures, failures, warning, settings },
      machine: { ...machine, browser: `Chromium ${browser.version()}` },
      taken: new Date().toISOString(),
      command: `npm run -s bench -- ${args.join(' ')}`.trim(),
    };
    if (flags.save) writeFileSync(flags.save, `${JSON.stringify(report, null, 1)}\n`);
    if (flags.json) console.log(JSON.stringify(report));
    else {
      const { processor, cores, system } = machine;
      console.log(
        `${processor}, ${cores} cores, ${system}, Chromium ${browser.version()}, Node ${process.version}\n`,
      );
      console.log(`${figureTable(figures, measured)}\n\n${engineTable(measured)}`);
      for (const [part, reason] of Object.entries(failures)) console.log(`\n${part}: ${reason}`);
      if (warning) console.log(`\n${warning}`);
    }
    return Object.keys(failures).length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    server.close();
  }
}
