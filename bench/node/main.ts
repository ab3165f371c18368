import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  aligned,
  engineRows,
  figureRows,
  figuresOf,
  layerRows,
  type Measured,
  mediansOf,
  UNMEASURED,
} from '../report';
import type { Settings } from '../results';
import { profileRows } from '../trainingProfile';
import { launch, runPart } from './browser';
import { buildPages } from './build';
import { measureInDeno } from './deno';
import { busyShare, describeMachine, loadWarning } from './machine';
import { measureMemory } from './memory';
import { showRun } from './plot';
import { measurePytorch } from './pytorch';
import { serve } from './serve';
import { measureSlider } from './slider';

const PARTS = [
  'wasm',
  'scaling',
  'layers',
  'fixedPoint',
  'prune',
  'fullSet',
  'memory',
  'slider',
  'training',
  'trainingMemory',
  'trainingProfile',
  'pytorch',
  'trainingGpu',
  'trainingJax',
  'graphs',
  'graphMemory',
  'graphsGpu',
  'depthwise',
  'webgpu',
  'deno',
] as const;
type Part = (typeof PARTS)[number];

const HELP = `npm run bench -- [--json] [--save FILE] [--plot FILE] [--quick] [--members N] [--rounds N]
  [--adapter software|system] [--parts ${PARTS.join(',')}]
Measures the parts named, or all, and prints each figure beside its bar; docs/performance.md says what they
are.`;

const SLIDER_IMAGES = 1000;

/** Why a part that needs a device has no figures where the device is not there; that is no failure. */
const ABSENT: Partial<Record<Part, string>> = {
  webgpu: 'This browser offers no WebGPU adapter.',
  graphsGpu: 'This browser offers no WebGPU adapter.',
  trainingGpu: 'This browser offers no WebGPU adapter.',
  trainingJax: 'jax-js is not here: npm install --no-save @jax-js/jax.',
  pytorch: 'Python has no PyTorch here: install python3-torch.',
  deno:
    'Deno finds no llvmpipe here: install mesa-vulkan-drivers, or give --adapter system where there ' +
    'is a GPU.',
};

const QUICK: Partial<Settings> = {
  members: 4,
  images: 128,
  peerImages: 64,
  gpuImages: 16,
  denoImages: 32,
  gpuRounds: 1,
  rounds: 1,
  trainBatch: 32,
  trainImages: 320,
  trainEpochs: 1,
  trainMembers: 4,
  finetuneImages: 320,
  trainGpuMembers: 2,
  trainGpuBatch: 16,
  graphMembers: 2,
  graphPeerMembers: 2,
  graphImages: 16,
  graphGpuImages: 2,
  resnetSide: 64,
  resnetMembers: 2,
  resnetImages: 16,
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
      rounds: { type: 'string', default: '5' },
      adapter: { type: 'string', default: 'software' },
      parts: { type: 'string', default: PARTS.join(',') },
      help: { type: 'boolean', default: false },
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
    images: 2000,
    peerImages: 1024,
    peerMembers: 4,
    gpuImages: 64,
    denoImages: 256,
    gpuMembers: 2,
    gpuRounds: 3,
    rounds: wholeNumber('rounds', values.rounds),
    threads: cpus().length,
    trainBatch: 256,
    trainImages: 2560,
    trainEpochs: 7,
    trainMembers: 10,
    finetuneImages: 10_000,
    trainGpuMembers: 10,
    trainGpuBatch: 64,
    graphMembers: 10,
    graphPeerMembers: 4,
    graphImages: 64,
    graphGpuImages: 8,
    resnetSide: 224,
    resnetMembers: 4,
    resnetImages: 64,
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
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  if (flags.plot) {
    showRun(flags.plot);
    return 0;
  }
  const { settings, parts, adapter } = flags;
  const note = (text: string) => console.error(text);
  note('Building the page.');
  const site = await buildPages(root);
  const machine = describeMachine();
  const busy: Record<string, number> = {};
  const server = await serve({
    '': site,
    ort: join(root, 'node_modules/onnxruntime-web/dist'),
    jax: join(root, 'node_modules/@jax-js/jax/dist'),
  });
  const browser = await launch(adapter);
  const failures: Partial<Record<Part, string>> = {};
  const absent: Partial<Record<Part, string>> = {};
  const measured: Measured = { ...UNMEASURED };
  const report = () => {
    const spreads = figuresOf(measured);
    return {
      ...mediansOf(spreads),
      detail: { ...measured, spreads, failures, absent, busy, warning: loadWarning(busy), settings },
      machine: { ...machine, browser: `Chromium ${browser.version()}` },
      taken: new Date().toISOString(),
      command: `npm run -s bench -- ${args.join(' ')}`.trim(),
    };
  };
  const measure = async <P extends Part>(part: P, work: () => Promise<Measured[P]>): Promise<void> => {
    if (!parts.includes(part)) return;
    busy[part] = await busyShare();
    const warning = loadWarning({ [part]: busy[part] });
    note(`Measuring: ${part}.${warning ? ` Warning: ${warning}` : ''}`);
    try {
      measured[part] = await work();
      if (measured[part] === null) absent[part] = ABSENT[part];
    } catch (error) {
      failures[part] = sentence(error);
      note(`${part} failed: ${failures[part]}`);
    }
    if (flags.save) writeFileSync(flags.save, `${JSON.stringify(report(), null, 1)}\n`);
  };
  const sliderImages = flags.quick ? 100 : SLIDER_IMAGES;
  try {
    const { url } = server;
    await measure('wasm', () => runPart(browser, url, 'wasm', settings));
    await measure('scaling', () => runPart(browser, url, 'scaling', settings));
    await measure('layers', () => runPart(browser, url, 'layers', settings));
    await measure('fixedPoint', () => runPart(browser, url, 'fixedPoint', settings));
    await measure('prune', () => runPart(browser, url, 'prune', settings));
    await measure('fullSet', () => runPart(browser, url, 'fullSet', settings));
    await measure('memory', () => measureMemory(browser, url, settings, 'memory'));
    const members = measured.fullSet?.members ?? settings.members;
    await measure('slider', () => measureSlider(url, members, sliderImages));
    await measure('training', () => runPart(browser, url, 'training', settings));
    await measure('trainingMemory', () => measureMemory(browser, url, settings, 'trainingMemory'));
    await measure('trainingProfile', () => runPart(browser, url, 'trainingProfile', settings));
    await measure('pytorch', () => measurePytorch(root, browser, url, settings));
    await measure('trainingGpu', () => runPart(browser, url, 'trainingGpu', settings));
    await measure('trainingJax', () => runPart(browser, url, 'trainingJax', settings));
    await measure('graphs', () => runPart(browser, url, 'graphs', settings));
    await measure('graphMemory', () => measureMemory(browser, url, settings, 'graphMemory'));
    await measure('graphsGpu', () => runPart(browser, url, 'graphsGpu', settings));
    await measure('depthwise', () => runPart(browser, url, 'depthwise', settings));
    await measure('webgpu', () => runPart(browser, url, 'webgpu', settings));
    await measure('deno', () => measureInDeno(root, adapter, settings));
    if (flags.json) console.log(JSON.stringify(report()));
    else {
      const { processor, cores, system } = machine;
      console.log(
        `${processor}, ${cores} cores, ${system}, Chromium ${browser.version()}, Node ${process.version}\n`,
      );
      const tables = [
        figureRows(figuresOf(measured), measured),
        engineRows(measured),
        layerRows(measured),
        profileRows(measured.trainingProfile),
      ];
      console.log(tables.map(aligned).join('\n\n'));
      for (const [part, reason] of Object.entries({ ...failures, ...absent }))
        console.log(`\n${part}: ${reason}`);
      const warning = loadWarning(busy);
      if (warning) console.log(`\n${warning}`);
    }
    return Object.keys(failures).length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    server.close();
  }
}
