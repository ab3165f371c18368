import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readLongTable } from './tables/longTable';
import { CORPUS } from './testing/corpus/corpus';
import { GOOD } from './testing/corpus/good';
import { PARSERS } from './testing/corpus/parsers';
import { refusal, SENTENCE } from './testing/sentence';

/** At how many places a good file is cut off, at most. */
const MOST_CUTS = 120;

/** Counts the bytes of arrays that are asked for by length, while stubbed: of the largest, and of all. */
function watchAllocations(): { largest: number; all: number } {
  const seen = { largest: 0, all: 0 };
  const watch = <T extends new (...args: never[]) => object>(name: string, original: T, width: number) => {
    const construct = (target: T, args: unknown[], newTarget: T) => {
      if (typeof args[0] === 'number') {
        seen.largest = Math.max(seen.largest, args[0] * width);
        seen.all += args[0] * width;
      }
      return Reflect.construct(target, args, newTarget);
    };
    vi.stubGlobal(name, new Proxy(original, { construct }));
  };
  watch('ArrayBuffer', ArrayBuffer, 1);
  for (const each of [
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ]) {
    watch(each.name, each, each.BYTES_PER_ELEMENT);
  }
  return seen;
}

afterEach(() => vi.unstubAllGlobals());

describe('the corpus of broken and hostile files', () => {
  test.each(CORPUS)('$parser: $wrong', async ({ bytes, parser, most, mostInAll }) => {
    // The first use builds tables that are kept.
    await refusal(() => PARSERS[parser](bytes, 'some file'));
    const seen = watchAllocations();
    const message = await refusal(() => PARSERS[parser](bytes, 'some file'));
    vi.unstubAllGlobals();
    expect(message).toMatch(SENTENCE);
    expect(message).toMatch(/^some file/);
    expect(message!.length).toBeLessThan(1000);
    expect(seen.largest).toBeLessThanOrEqual(most ?? bytes.length + (1 << 20));
    expect(seen.all).toBeLessThanOrEqual(mostInAll ?? 8 * (bytes.length + (1 << 20)));
  });

  test('notices who allocates by claim', () => {
    const seen = watchAllocations();
    expect(new Uint8Array(4)).toBeInstanceOf(Uint8Array);
    expect(new Float32Array(1 << 20).length).toBe(1 << 20);
    expect(seen).toEqual({ largest: 4 << 20, all: (4 << 20) + 4 });
  });

  test.each(Object.keys(PARSERS) as (keyof typeof PARSERS)[])('%s answers any bytes', async (parser) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        const message = await refusal(() => PARSERS[parser](bytes.slice(), 'some file'));
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
      { numRuns: 60 },
    );
  });

  describe.each(
    (Object.keys(GOOD) as (keyof typeof GOOD)[]).flatMap((parser) =>
      GOOD[parser].map((bytes, form) => ({ parser, bytes, form })),
    ),
  )('a good file for $parser, form $form,', ({ parser, bytes }) => {
    const answers = async (broken: Uint8Array<ArrayBuffer>) => {
      const message = await refusal(() => PARSERS[parser](broken, 'some file'));
      if (message === undefined) return;
      expect(message).toMatch(SENTENCE);
      expect(message).toMatch(/^some file/);
    };

    test('is read', async () => {
      expect(await refusal(() => PARSERS[parser](bytes.slice(), 'some file'))).toBeUndefined();
    });

    test('is a table, a network and so on, or one sentence, cut off anywhere', async () => {
      const step = Math.max(1, Math.floor(bytes.length / MOST_CUTS));
      for (let length = 0; length < bytes.length; length += step) await answers(bytes.slice(0, length));
    });

    test('is that with any bytes changed', async () => {
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
          const changed = bytes.slice();
          for (const [at, value] of changes) changed[at] = value;
          await answers(changed);
        }),
        { numRuns: 40 },
      );
    });
  });

  test('scripts in names stay text', async () => {
    const text = 'image_id,model_id,prediction,label\n<img src=x onerror=alert(1)>,<b>,a,a\n';
    const { image, model } = await readLongTable(new TextEncoder().encode(text), 'f');
    expect([image.values, model.values]).toEqual([['<img src=x onerror=alert(1)>'], ['<b>']]);
  });
});
