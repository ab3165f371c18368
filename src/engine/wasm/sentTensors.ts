/** One member's tensors as they go to a worker and are kept there. */
import { memberValues, type StackedTensor } from '../../model/population';
import { sizeOf } from '../../model/sizeOf';
import { keepValues } from './kept';
import { derivedBytes, memberBytes } from './memory';

/** Whole, or only the values that are not zero: where they stand, in order, and what they are. */
export type SentTensor = StackedTensor | { shape: number[]; places: Uint32Array; left: Float32Array };

/** A tensor that a worker keeps: as it was sent, or those values of another that pruning kept. */
export type HeldTensor = SentTensor | { shape: number[]; kept: Uint8Array; of: HeldTensor };

/** Of four values so many are not zero, at most, where only these are kept: a half of the bytes, or less. */
const MOST_LEFT = 1 / 4;

/** How many values are not zero; null where these are too many to be kept apart. */
function countLeft(values: Float32Array): number | null {
  const most = MOST_LEFT * values.length;
  let left = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] !== 0 && ++left > most) return null;
  }
  return left;
}

function pick(shape: number[], values: Float32Array, count: number): SentTensor {
  const places = new Uint32Array(count);
  const left = new Float32Array(count);
  let next = 0;
  for (let i = 0; next < count; i++) {
    if (values[i] === 0) continue;
    places[next] = i;
    left[next++] = values[i];
  }
  return { shape, places, left };
}

/** A tensor that shares no memory with `values`. */
export function sentTensor(shape: number[], values: Float32Array): SentTensor {
  const count = countLeft(values);
  return count === null ? { shape, data: values.slice() } : pick(shape, values, count);
}

/** What was counted once: populations keep their values. */
const counted = new WeakMap<StackedTensor, Map<number, number | null>>();

function leftOf(tensor: StackedTensor, member: number): number | null {
  const known = counted.get(tensor) ?? new Map<number, number | null>();
  counted.set(tensor, known);
  const found = known.get(member);
  if (found !== undefined) return found;
  const count = countLeft(memberValues(tensor, member));
  known.set(member, count);
  return count;
}

/** The bytes that a worker takes to keep one member. */
function bytesOf(tensors: Record<string, StackedTensor>, member: number): number {
  let [whole, held] = [0, 0];
  for (const tensor of Object.values(tensors)) {
    const bytes = 4 * sizeOf(tensor.shape);
    const left = leftOf(tensor, member);
    whole += bytes;
    held += left === null ? bytes : 8 * left;
  }
  return memberBytes(whole, held);
}

/**
 * One member's tensors, and the bytes that a worker takes to keep it. Neither is looked at before it is asked
 * for: a worker may have the member already.
 */
export function sentMember(tensors: Record<string, StackedTensor>, member: number) {
  return {
    get bytes() {
      return bytesOf(tensors, member);
    },
    get derivedBytes() {
      const shapes = Object.values(tensors).map(({ shape }) => sizeOf(shape));
      return derivedBytes(4 * shapes.reduce((sum, size) => sum + size, 0));
    },
    make(): Record<string, SentTensor> {
      const sent = Object.entries(tensors).map(([name, tensor]) => {
        const values = memberValues(tensor, member);
        const left = leftOf(tensor, member);
        const { shape } = tensor;
        return [name, left === null ? { shape, data: values.slice() } : pick(shape, values, left)] as const;
      });
      return Object.fromEntries(sent);
    },
  };
}

/** The buffers of sent tensors. */
export function sentBuffers(tensors: Record<string, SentTensor>): Transferable[] {
  return Object.values(tensors).flatMap((tensor) =>
    'data' in tensor ? [tensor.data.buffer] : [tensor.places.buffer, tensor.left.buffer],
  ) as Transferable[];
}

/** Writes all values of a tensor that is not kept whole. */
function writeWhole(tensor: Exclude<HeldTensor, StackedTensor>, to: Float32Array): void {
  if ('kept' in tensor) {
    const { kept, of } = tensor;
    if (!('data' in of)) writeWhole(of, to);
    keepValues('data' in of ? of.data : to, kept, to);
    return;
  }
  const { places, left } = tensor;
  to.fill(0);
  for (let i = 0; i < places.length; i++) to[places[i]] = left[i];
}

/** Returns what makes tensors whole, in room that the next call takes over. */
export function createWhole() {
  const room = new Map<string, Float32Array>();
  return (tensors: Record<string, HeldTensor>): Record<string, StackedTensor> => {
    const whole = Object.entries(tensors).map(([name, tensor]): [string, StackedTensor] => {
      if ('data' in tensor) return [name, tensor];
      const { shape } = tensor;
      const size = sizeOf(shape);
      const known = room.get(name);
      const data = known?.length === size ? known : new Float32Array(size);
      room.set(name, data);
      writeWhole(tensor, data);
      return [name, { shape, data }];
    });
    for (const name of room.keys()) if (!(name in tensors)) room.delete(name);
    return Object.fromEntries(whole);
  };
}
