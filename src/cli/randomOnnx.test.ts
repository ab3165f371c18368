/**
 * Random ONNX networks are answered as onnxruntime answers them, or refused in a sentence. Ten seeds; `npm
 * run check:onnx` sets ONNX_GRAPHS and ONNX_SEED for more, and prints how many were answered and what was
 * refused.
 */
import { expect, test } from 'vitest';
import { mulberry32 } from '../audit/statistics/random';
import { runReference } from '../engine/reference';
import { readOnnxNetwork } from '../formats/network/onnx';
import { stackNetworks } from '../formats/network/population';
import { type RandomOnnx, randomOnnx } from '../formats/testing/onnx/randomOnnx';
import { onnxAnswers } from '../formats/testing/onnxruntime';
import { SENTENCE } from '../formats/testing/sentence';
import { messageOf } from '../text/messageOf';

const GRAPHS = Number(process.env.ONNX_GRAPHS ?? 10);
const FIRST = Number(process.env.ONNX_SEED ?? 1);
const IMAGES = 2;

/**
 * What comes of a file: the largest difference in shares of the largest answer, a sentence, or nothing to
 * compare with.
 */
type Outcome = { kind: 'answered'; apart: number } | { kind: 'refused'; why: string } | { kind: 'invalid' };

function imagesFor({ input: [channels, height, width] }: RandomOnnx, seed: number) {
  const random = mulberry32(seed);
  const area = height * width;
  const planar = Uint8Array.from({ length: IMAGES * channels * area }, () => Math.floor(random() * 256));
  const last = planar.map((_, at) => {
    const [image, pixel, channel] = [
      Math.floor(at / (channels * area)),
      Math.floor(at / channels) % area,
      at % channels,
    ];
    return planar[(image * channels + channel) * area + pixel];
  });
  const shard = { id: `${seed}`, count: IMAGES, channels, height, width, images: last };
  return { planar, shard: { ...shard, labels: new Uint16Array(IMAGES), classes: [] } };
}

function finished(row: number[], last: RandomOnnx['softmax']): number[] {
  if (!last) return row;
  const most = Math.max(...row);
  const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
  return row.map((value) =>
    last === 'Softmax' ? Math.exp(value - most) / sum : value - most - Math.log(sum),
  );
}

async function outcomeOf(file: RandomOnnx, seed: number): Promise<Outcome> {
  const { planar, shard } = imagesFor(file, seed);
  const [channels, height, width] = file.input;
  const expected = file.isLast
    ? await onnxAnswers(file.bytes, shard.images, [IMAGES, height, width, channels])
    : await onnxAnswers(file.bytes, planar, [IMAGES, channels, height, width]);
  let logits: number[];
  try {
    const network = readOnnxNetwork(file.bytes, 'random.onnx');
    logits = Array.from(runReference(stackNetworks([{ id: 'a', file: 'a', network }]), shard).logits);
  } catch (error) {
    return { kind: 'refused', why: messageOf(error) };
  }
  if (!expected) return { kind: 'invalid' };
  const classes = logits.length / IMAGES;
  const answers = [0, 1].flatMap((image) =>
    finished(logits.slice(image * classes, (image + 1) * classes), file.softmax),
  );
  if (expected.values.length !== answers.length) return { kind: 'answered', apart: Number.POSITIVE_INFINITY };
  const size = expected.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  const apart = Math.max(...answers.map((value, at) => Math.abs(value - expected.values[at]) / size));
  return { kind: 'answered', apart: Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart };
}

test(`${GRAPHS} random networks from seed ${FIRST} are exact or refused`, async () => {
  const wrong: string[] = [];
  const refused = new Map<string, number>();
  const counts = { answered: 0, refused: 0, invalid: 0 };
  for (let seed = FIRST; seed < FIRST + GRAPHS; seed++) {
    const file = randomOnnx(seed);
    const outcome = await outcomeOf(file, seed);
    counts[outcome.kind]++;
    const told = `seed ${seed}, operator set ${file.opset}: ${file.summary}`;
    if (outcome.kind === 'answered' && !(outcome.apart < 1e-4)) wrong.push(`${outcome.apart} apart, ${told}`);
    if (outcome.kind !== 'refused') continue;
    if (!SENTENCE.test(outcome.why)) wrong.push(`no sentence (${outcome.why}), ${told}`);
    const why = outcome.why.replace(/^.*?that (does|do) not: /, '').replace(/_\d+|\d+/g, '0');
    refused.set(why, (refused.get(why) ?? 0) + 1);
  }
  if (process.env.ONNX_GRAPHS) {
    const list = [...refused].sort((a, b) => b[1] - a[1]).map(([why, count]) => `  ${count} x ${why}`);
    console.log(
      `${counts.answered - wrong.length} answered as onnxruntime does, ${wrong.length} wrongly, ` +
        `${counts.refused} refused:\n${list.join('\n')}\n${counts.invalid} that onnxruntime does not ` +
        'open.',
    );
  }
  expect(wrong).toEqual([]);
  expect(counts.answered).toBeGreaterThan(GRAPHS / 2);
}, 3_600_000);
