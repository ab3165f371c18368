import { describe, expect, it } from 'vitest';
import { listOf, parseFlags, UsageError } from './flags';

const kinds = { dense: 'list', out: 'value', json: 'switch' } as const;

describe('flags', () => {
  it.each([
    [['--dense', 'a', 'b', '--json'], { dense: ['a', 'b'], json: [''] }],
    [['--dense', 'a', '--dense=b', '--out', '-3'], { dense: ['a', 'b'], out: ['-3'] }],
    [['--out=--x', '--dense=a=b'], { out: ['--x'], dense: ['a=b'] }],
    [['--out', 'a b'], { out: ['a b'] }],
    [[], {}],
  ])('%j', (args, expected) => {
    const flags = parseFlags(args, kinds);
    expect(Object.fromEntries([...flags.keys()].map((name) => [name, listOf(flags, name)]))).toEqual(
      expected,
    );
  });

  it.each([
    [['x'], 'Expected an option that begins with --, got "x".'],
    [['-x'], 'Expected an option that begins with --, got "-x".'],
    [['--out', 'a', 'b'], 'Expected an option that begins with --, got "b".'],
    [['--json', 'x'], 'Expected an option that begins with --, got "x".'],
    [['--nope', '1'], 'Expected one of --dense, --out, --json, got the unknown option --nope.'],
    [['--__proto__', '1'], 'Expected one of --dense, --out, --json, got the unknown option --__proto__.'],
    [['--json=1'], 'Expected --json without a value, got "1".'],
    [['--out', '--json'], 'Expected a value after --out, got the option --json.'],
    [['--out'], 'Expected a value after --out, got nothing.'],
    [['--out='], 'Expected a value after --out, got nothing.'],
    [['--dense', '--json'], 'Expected a value after --dense, got the option --json.'],
    [['--out', 'a', '--out', 'b'], 'Expected --out once, got it twice.'],
    [['--dense', 'a', '--', 'b'], 'Expected an option that begins with --, got "--".'],
  ])('%j: one sentence', (args, sentence) => {
    expect(() => parseFlags(args, kinds)).toThrow(new UsageError(sentence));
  });
});
