import type { Line, Point, Spread } from '../src/model/measurements';

/** What a part of the bench is to use: members of each population, images, rounds, cores. */
export type Settings = {
  members: number;
  /** Images of our own runs, and of those of other libraries, which are slower. */
  images: number;
  peerImages: number;
  /** Members that other libraries run: they run them one after the other, so few tell as much as all. */
  peerMembers: number;
  /** The same for WebGPU: few, since the adapter may be software, and it is slowest in Chromium. */
  gpuImages: number;
  denoImages: number;
  gpuMembers: number;
  gpuRounds: number;
  rounds: number;
  threads: number;
  /** Training: images a step, images and epochs of a run, networks, images of fine-tuning. */
  trainBatch: number;
  trainImages: number;
  trainEpochs: number;
  trainMembers: number;
  finetuneImages: number;
  trainGpuMembers: number;
  trainGpuBatch: number;
  /** Architectures of the field: networks of ours and of the other library, images; images on WebGPU. */
  graphMembers: number;
  graphPeerMembers: number;
  graphImages: number;
  graphGpuImages: number;
  /** ResNet-18: the side of its images, networks, images. */
  resnetSide: number;
  resnetMembers: number;
  resnetImages: number;
};

/** One engine over one population. `pairs` are (network, image) pairs a second. */
export type EngineResult = {
  engine: string;
  population: string;
  members: number;
  images: number;
  facts: Record<string, string | number>;
  /** The batch size it was timed at, and the speed seen at each one tried. */
  batch: number | null;
  tried: Record<string, number>;
  /** Labels that differ from the shipped ones, of those checked: the most over all runs. */
  differing: number;
  checked: number;
  pairs: Spread;
  /** Pairs a second of each round, to compare with other engines in the same round. */
  rounds: number[];
};

/**
 * Our WebAssembly beside other libraries' and beside the peak of the cores. `peak` is multiply-adds a
 * second, round by round.
 */
export type WasmResult = {
  engines: EngineResult[];
  peak: { simd: string; rounds: number[]; spread: Spread };
  multiplyAddsPerImage: number;
};

/** `peak` is multiply-adds a second on registers alone; `layers` only where there was time for them. */
export type WebGpuResult = {
  adapter: string;
  peak: number;
  engines: EngineResult[];
  layers: ProfileResult | null;
};

/** A straight line through seconds against what `what` counts. */
export type Fit = { what: string; points: Point[]; line: Line };

/**
 * `weights` was run with `pairs` (network, image) pairs at each level; its line is through the levels of
 * `rowsFrom` and more.
 */
export type ScalingResult = { members: Fit; images: Fit; weights: Fit & { pairs: number; rowsFrom: number } };

/**
 * Pairs a second of each round: dense networks, the same in fixed point, and that with every step in float32.
 */
export type FixedPointResult = {
  members: number;
  images: number;
  integers: number[];
  floats: number[];
  dense: number[];
  /** Labels that integers and float32 give differently. */
  differing: number;
};

/**
 * Pruning to a new level: the masks alone, and until every member has answered one image, which needs its
 * rows.
 */
export type PruneResult = { members: number; sparsity: number; maskMs: Spread; readyMs: Spread };

/** Every image by every member, the weights new to the workers. */
export type FullSetResult = { population: string; members: number; images: number; seconds: Spread };

/** `samples` are what the browser says of page and workers during the run, MB. */
export type MemorySamples = { population: string; members: number; images: number; samples: number[] };

/**
 * `webAssembly` are the memories of the workers after the run, MB. `megabytes` is their sum and the largest
 * sample. Where the browser told none, it is what the page's process had in memory at its most, which is
 * more.
 */
export type MemoryResult = MemorySamples & { webAssembly: number[]; megabytes: number };

/** The slider let go at each of `levels`, to the findings of all `images` on screen. */
export type SliderResult = { members: number; images: number; levels: number[]; ms: Spread };

/**
 * One layer of one network on one image: multiply-adds in all and left, time, and the share of the peak
 * that those left reach.
 */
export type LayerResult = {
  layer: string;
  multiplyAdds: number;
  left: number;
  microseconds: number;
  ofPeak: number;
};

/** Where the time goes; `peak` in multiply-adds a second. */
export type ProfileResult = { peak: number; dense: LayerResult[]; sparse: LayerResult[] | null };

/**
 * Of one network, on one core: ms to pack its weights, and its steps. Each step has its multiply-adds an
 * image, the share of its weights that are left, its form, and microseconds an image.
 */
export type GraphProfile = {
  costs: { tap: number; entry: number };
  packMs: number;
  steps: { step: string; multiplyAdds: number; left: number; form: string; microseconds: number }[];
};

/**
 * Architectures of the field, by name and `dense` or `sparse`, in our engine and the other library's. A layer
 * stands in Winograd's form and in the direct one, ms a run, round by round. `left` is the share of the
 * multiply-adds whose weight is not removed in the sparse ones. One threshold leaves it larger than that of
 * the weights. `profiles` are of our engine.
 */
export type GraphResult = {
  engines: Record<string, EngineResult[]>;
  left: Record<string, number>;
  profiles: Record<string, GraphProfile>;
  winograd: { winograd: number[]; direct: number[] };
};

/**
 * Depthwise convolutions in the dense form and as rows: milliseconds for sixteen images, at a share of
 * weights left. `mobilenetv2` is the sum of that network's, none of whose weights is zero.
 */
export type DepthwiseResult = {
  layers: { name: string; left: number; dense: number; rows: number }[];
  mobilenetv2: { dense: number; rows: number };
};

export type GraphGpuResult = { adapter: string; engines: EngineResult[] };
