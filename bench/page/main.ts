// The page of the bench: puts its parts at `window.bench` for the driver.

import type { Settings } from '../results';
import { measureBesidePytorch } from './besidePytorch';
import { measureDepthwise } from './depthwise';
import { measureFixedPoint } from './fixedPoint';
import { measureGraphs, measureGraphsGpu, sampleGraphMemory } from './graphs';
import { measureLayers } from './layers';
import { measureFullSet, measurePrune, sampleMemory } from './product';
import { measureScaling } from './scaling';
import { measureTraining, sampleTrainingMemory } from './training';
import { measureTrainingGpu } from './trainingGpu';
import { measureTrainingJax } from './trainingJax';
import { measureTrainingProfile } from './trainingProfile';
import { measureWasm } from './wasm';
import { measureWebGpu } from './webgpu';
import { countWorkers } from './workers';
import { type BenchZoo, openBenchZoo } from './zoo';

countWorkers();

const root = new URL('/', location.href).href;
const withZoo =
  <T>(measure: (zoo: BenchZoo, settings: Settings) => Promise<T>) =>
  async (settings: Settings): Promise<T> =>
    measure(await openBenchZoo(`${root}zoo/fashion-mnist/`, settings), settings);

/** The parts of the bench that run in the page; the driver opens a fresh page for each. */
const parts = {
  wasm: withZoo((zoo, settings) => measureWasm(zoo, settings, `${root}ort/`)),
  webgpu: withZoo((zoo, settings) => measureWebGpu(zoo, settings, `${root}ort/`)),
  scaling: withZoo(measureScaling),
  layers: withZoo(measureLayers),
  fixedPoint: withZoo(measureFixedPoint),
  prune: withZoo(measurePrune),
  fullSet: withZoo(measureFullSet),
  memory: withZoo(sampleMemory),
  training: withZoo(measureTraining),
  trainingMemory: withZoo(sampleTrainingMemory),
  trainingProfile: withZoo(measureTrainingProfile),
  pytorch: withZoo(measureBesidePytorch),
  trainingGpu: withZoo(measureTrainingGpu),
  trainingJax: withZoo((zoo, settings) => measureTrainingJax(zoo, settings, `${root}jax/`)),
  graphs: (settings: Settings) => measureGraphs(settings, `${root}ort/`),
  graphsGpu: (settings: Settings) => measureGraphsGpu(settings, `${root}ort/`),
  graphMemory: sampleGraphMemory,
  depthwise: measureDepthwise,
};

export type PageParts = typeof parts;

declare global {
  interface Window {
    bench: PageParts;
  }
}

window.bench = parts;
