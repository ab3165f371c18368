import type { Architecture } from '../../model/architecture';
import type { TrainingPoint } from '../../model/checkpoint';
import type { TrainingState } from '../../model/training';
import type { PruneSettings } from '../../model/variant';
import type { EpochResult, EpochSettings } from '../device';
import type { Answers } from './memberMachine';
import type { Costs } from './packedKernels';
import type { SentTensor } from './sentTensors';

/** Something a worker keeps between jobs, until told to forget it. */
export type Resource =
  /** One member's tensors, each with a stack of one. */
  | { kind: 'member'; architecture: Architecture; tensors: Record<string, SentTensor> }
  | {
      kind: 'images';
      images: Uint8Array;
      labels: Uint16Array;
      count: number;
      pixels: number;
      channels: number;
    };

export type Job =
  /**
   * One member over `count` images from `start`, a multiple of 16. `more` says that the same run has further
   * jobs of this member, so that its packed weights are worth a copy.
   */
  | {
      kind: 'run';
      member: string;
      images: string;
      start: number;
      count: number;
      logits: boolean;
      more: boolean;
    }
  /**
   * Which weights of one member's kernels pruning keeps, in manifest layer order: the bits of kept.ts. The
   * worker keeps the pruned member as `into`.
   */
  | { kind: 'prune'; member: string; memberSeed: number; settings: PruneSettings; into: string }
  /**
   * BatchNorm mean and variance of one member, re-estimated over those of `images` at `places`, or all. The
   * worker keeps the member with them as `into`.
   */
  | { kind: 'recalibrate'; member: string; images: string; places?: Uint32Array; into: string }
  /** One epoch of one network over all of `images`, from `state`, which is changed in place. */
  | { kind: 'train'; images: string; settings: EpochSettings; state: TrainingState };

/** Tensor name to values, of one member. */
export type Tensors = Record<string, Float32Array<ArrayBuffer>>;

export type Result = {
  run: Answers;
  prune: Uint8Array<ArrayBuffer>;
  recalibrate: Tensors;
  train: EpochResult;
};

/** The first message to a worker. */
export type Start = { kind: 'start'; module: WebAssembly.Module };

export type Request = {
  kind: 'job';
  id: number;
  /**
   * What the forms of a convolution cost on this machine; null while no worker has said so: this one measures
   * it before the job.
   */
  costs: Costs | null;
  forget: string[];
  keep: { key: string; resource: Resource }[];
  job: Job;
};

export type Response =
  /** What was measured before the job. */
  | { id: number; costs: Costs }
  /** How much of a long job is done, 0..1; of a training, a stretch that ended. */
  | { id: number; progress: number; point?: TrainingPoint }
  | { id: number; result: Result[Job['kind']] }
  | { id: number; error: string };

/** The page's end of the wire to one worker. */
export type Transport = {
  post(message: Start | Request, transfer: Transferable[]): void;
  onMessage(handler: (response: Response) => void): void;
  /** Called when the worker dies of something other than a job. */
  onFailure(handler: (reason: string) => void): void;
  close(): void;
};
