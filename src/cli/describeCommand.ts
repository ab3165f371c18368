import { availableParallelism } from 'node:os';
import { runMemory } from '../engine/wasm/memory';
import type { FoundNetworks } from '../formats/network/networkFiles';
import { firstDifference } from '../formats/network/population';
import { summariseNetwork } from '../model/summary';
import { channelSpread, looksFolded } from '../model/unfolded';
import { foldedWords } from '../text/folded';
import { bytes, count, counted } from '../text/format';
import { listOf, parseFlags } from './flags';
import { imagesAtOnce } from './inParts';
import { readNetworks } from './networkFiles';
import { textTable } from './textTable';

/** Images of a run that memory is told for. */
const RUN_IMAGES = 1000;

/** What `describe` says of the networks of one file. */
function described({ name, members, hasNormalisation, classes }: FoundNetworks) {
  const { architecture } = members[0].network;
  const { layers, memory, ...totals } = summariseNetwork(architecture);
  const { channels, height, width, mean, std } = architecture.input;
  const spreads = members.map(({ network }) =>
    channelSpread(network.architecture, (tensor) => network.tensors.get(tensor) ?? new Float32Array()),
  );
  const cores = availableParallelism();
  const run = runMemory(architecture, {
    members: members.length,
    images: RUN_IMAGES,
    threads: cores,
    atOnce: imagesAtOnce(architecture.input),
  });
  return {
    file: name,
    runs: true,
    networks: members.map(({ id }) => id),
    sameArchitecture: members.every(
      ({ network }) => firstDifference(architecture, network.architecture) === null,
    ),
    input: { channels, height, width },
    normalisation: hasNormalisation ? { mean, std } : null,
    classNames: classes,
    ...totals,
    /**
     * How much the scales of the convolutions' output channels vary, a number a network, and whether
     * BatchNorm seems folded into them.
     */
    channelSpread: spreads,
    foldedBatchNorm: spreads.some((spread) => looksFolded(architecture, spread)),
    /**
     * Of the values of one image and the weights of one network; and of a run, as far as can be said before
     * it.
     */
    memory: { ...memory, run: { networks: members.length, images: RUN_IMAGES, cores, bytes: run.bytes } },
    layers,
  };
}

type Described = ReturnType<typeof described>;

function text(each: Described): string {
  const { input, layers, memory, networks } = each;
  const rows = layers.map(({ index, name, words, inputs, shape, weights, multiplyAdds }) => [
    `${index}`,
    name,
    words,
    inputs.join(', '),
    shape.join(' x '),
    weights > 0 ? count(weights) : '',
    multiplyAdds > 0 ? count(multiplyAdds) : '',
  ]);
  const fed = each.normalisation
    ? `x = (byte / 255 - mean) / std, mean ${each.normalisation.mean.join(', ')}, std ` +
      `${each.normalisation.std.join(', ')}`
    : 'the file does not say; give --mean and --std, else x = byte / 255';
  return [
    `${each.file}: ${networks.length === 1 ? '1 network' : `${networks.length} networks`}, ` +
      `${layers.length} layers; all of them run here`,
    `  input ${input.channels} x ${input.height} x ${input.width} (channels x rows x columns), ` +
      `${counted(each.classes, 'class', 'classes')}`,
    `  normalisation: ${fed}`,
    `  ${count(each.weights)} weights of kernels (${count(each.parameters)} numbers in all), ` +
      `${count(each.multiplyAdds)} multiply-adds an image`,
    `  memory in float32: ${count(memory.weightBytes)} bytes of weights a network, ` +
      `${count(memory.activationBytesPerImage)} bytes of values an image`,
    `  a run of ${networks.length === 1 ? 'it' : 'them'} over ${counted(memory.run.images, 'image')} ` +
      `on ${counted(memory.run.cores, 'core')} takes about ` +
      `${bytes(memory.run.bytes)} of memory`,
    ...(each.foldedBatchNorm ? [`  ${foldedWords(each.channelSpread)}`] : []),
    '',
    textTable(['', 'name', 'layer', 'takes', 'gives', 'weights', 'multiply-adds'], rows),
  ].join('\n');
}

/**
 * `lacuna describe`: the graph of each network, what runs, and what is refused and why. The exit code is 1
 * where none runs.
 */
export async function describeCommand(args: string[]): Promise<{ output: string; code: number }> {
  const flags = parseFlags(args, { network: 'list', json: 'switch' });
  const { found, problems } = await readNetworks(listOf(flags, 'network'));
  const networks = found.map(described);
  const code = networks.length > 0 ? 0 : 1;
  if (flags.has('json')) {
    const document = { schemaVersion: 1, networks, refused: problems };
    return { output: `${JSON.stringify(document, null, 1)}\n`, code };
  }
  const refused = problems.map((problem) => `Refused: ${problem}`);
  return { output: `${[...networks.map(text), ...refused].join('\n\n')}\n`, code };
}
