// A training between two epochs as a file: safetensors with values, velocities and masks, and what is trained
// as metadata.
import type { Architecture } from '../../model/architecture';
import { kernelName, prunableLayers } from '../../model/architecture';
import type { Checkpoint, TrainingPoint } from '../../model/checkpoint';
import { type TensorValues, trainableTensors } from '../../model/training';
import {
  floatValues,
  integerValues,
  readSafetensors,
  requireTensor,
  safetensorsMetadata,
} from '../arrays/safetensors';
import { type TensorToWrite, writeSafetensors } from '../arrays/writeSafetensors';

/** A checkpoint as a safetensors file; `task` says what is trained, in words of the caller's. */
export function writeCheckpoint(
  architecture: Architecture,
  { epoch, state, loss, accuracy, curve }: Checkpoint,
  task: string,
): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, TensorToWrite> = {};
  for (const { name, shape } of trainableTensors(architecture)) {
    tensors[`value.${name}`] = { shape, data: state.values[name] };
    tensors[`velocity.${name}`] = { shape, data: state.velocities[name] };
    const mask = state.masks?.[name];
    if (mask) tensors[`mask.${name}`] = { shape, data: mask };
  }
  return writeSafetensors(tensors, { task, progress: JSON.stringify({ epoch, loss, accuracy, curve }) });
}

/**
 * The checkpoint in a file, or null where the file is of another task. Throws one sentence where it is
 * damaged.
 */
export function readCheckpoint(
  architecture: Architecture,
  bytes: Uint8Array,
  task: string,
  file: string,
): Checkpoint | null {
  const metadata = safetensorsMetadata(bytes, file);
  if (metadata.task !== task) return null;
  const tensors = readSafetensors(bytes, file);
  const values: TensorValues = {};
  const velocities: TensorValues = {};
  for (const { name, shape } of trainableTensors(architecture)) {
    const floats = (of: string) =>
      floatValues(requireTensor(tensors, `${of}.${name}`, shape, file), name, file).slice();
    values[name] = floats('value');
    velocities[name] = floats('velocity');
  }
  const kernels = prunableLayers(architecture).map(kernelName);
  const isMasked = kernels.some((name) => tensors.has(`mask.${name}`));
  const masks = isMasked
    ? Object.fromEntries(
        kernels.map((name) => {
          const { length } = values[name];
          const tensor = tensors.get(`mask.${name}`);
          const kept = tensor
            ? Uint8Array.from(integerValues(tensor, name, file))
            : new Uint8Array(length).fill(1);
          return [name, kept];
        }),
      )
    : null;
  const { epoch, loss, accuracy, curve } = JSON.parse(metadata.progress ?? '{}');
  if (!Number.isInteger(epoch) || epoch < 0) {
    throw new Error(
      `${file}: expected a checkpoint that says its epoch, got none; delete the file to begin anew.`,
    );
  }
  return { epoch, loss, accuracy, state: { values, velocities, masks }, curve: asCurve(curve) };
}

/** The stretches of a curve as they were written; what is no number is left out with all that follows. */
function asCurve(value: unknown): TrainingPoint[] {
  const curve: TrainingPoint[] = [];
  for (const entry of Array.isArray(value) ? value : []) {
    const { step, loss, accuracy, sparsity } = entry ?? {};
    if (![step, loss, accuracy, sparsity].every(Number.isFinite)) break;
    curve.push({ step, loss, accuracy, sparsity });
  }
  return curve;
}
