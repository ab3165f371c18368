import { parseArgs } from 'node:util';

/**
 * A command line that cannot be followed, whatever the files hold: the command ends with 2, and with 1 for
 * bad input.
 */
export class UsageError extends Error {}

/** What a flag takes: a value, several (`--dense a.csv b.csv`, or the flag again), or nothing. */
export type FlagKinds = Record<string, 'value' | 'list' | 'switch'>;

/** Flags of one kind, by their names with spaces between. */
export function each(kind: FlagKinds[string], names: string): FlagKinds {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/**
 * Flags as given, by name without dashes; a switch that is present has the value '', several values are read
 * by `listOf`.
 */
export type Flags = Map<string, string>;

/**
 * Reads `--name value`, `--name=value` and `--switch`, as node's `parseArgs` finds them; anything else is an
 * error of one sentence.
 */
export function parseFlags(args: string[], kinds: FlagKinds): Flags {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const flags: Flags = new Map();
  /** The flag whose further values may follow. */
  let open: string | null = null;
  for (const token of tokens) {
    if (token.kind === 'positional' && open !== null) {
      flags.set(open, flags.get(open)! + BETWEEN + token.value);
      continue;
    }
    if (token.kind !== 'option' || !token.rawName.startsWith('--')) {
      throw new UsageError(`Expected an option that begins with --, got "${args[token.index]}".`);
    }
    const { name, value, inlineValue } = token;
    if (!Object.hasOwn(kinds, name)) {
      const known = Object.keys(kinds).map((kind) => `--${kind}`);
      throw new UsageError(`Expected one of ${known.join(', ')}, got the unknown option --${name}.`);
    }
    const before = flags.get(name);
    if (before !== undefined && kinds[name] !== 'list') {
      throw new UsageError(`Expected --${name} once, got it twice.`);
    }
    if (kinds[name] === 'switch') {
      if (value !== undefined) throw new UsageError(`Expected --${name} without a value, got "${value}".`);
      flags.set(name, '');
    } else {
      if (!value || (!inlineValue && value.startsWith('--'))) {
        throw new UsageError(
          `Expected a value after --${name}, got ${value ? `the option ${value}` : 'nothing'}.`,
        );
      }
      flags.set(name, before === undefined ? value : before + BETWEEN + value);
    }
    open = kinds[name] === 'list' ? name : null;
  }
  return flags;
}

/** No path and no argument holds it. */
const BETWEEN = '\0';

/** The values of a flag that takes several; none where it is not given. */
export function listOf(flags: Flags, name: string): string[] {
  return flags.get(name)?.split(BETWEEN) ?? [];
}

/** Takes every `--name value` out of `args`, in order: for a flag that may come several times. */
export function takeRepeated(args: string[], name: string): { values: string[]; rest: string[] } {
  const values: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const inline = args[i].startsWith(`--${name}=`) ? args[i].slice(name.length + 3) : null;
    if (inline === null && args[i] !== `--${name}`) {
      rest.push(args[i]);
      continue;
    }
    const value = inline ?? args[++i];
    if (!value || (inline === null && value.startsWith('--'))) {
      throw new UsageError(
        `Expected a value after --${name}, got ${value ? `the option ${value}` : 'nothing'}.`,
      );
    }
    values.push(value);
  }
  return { values, rest };
}

/** The value of a flag that must be there. */
export function required(flags: Flags, name: string): string {
  const value = flags.get(name);
  if (value === undefined)
    throw new UsageError(`Expected --${name} with a value, got none; see lacuna --help.`);
  return value;
}

/** The value of a flag that has a few choices. */
export function choice<T extends string>(flags: Flags, name: string, choices: readonly T[], fallback: T): T {
  const value = flags.get(name) ?? fallback;
  const found = choices.find((candidate) => candidate === value);
  if (found === undefined)
    throw new UsageError(`Expected --${name} to be ${choices.join(' or ')}, got "${value}".`);
  return found;
}

/** The value of a flag that is a number in `low`..`high`. */
export function number(flags: Flags, name: string, low: number, high: number): number | undefined {
  return parsed(flags, name, low, high, 'a number', () => true);
}

/** The value of a flag that is a whole number in `low`..`high`. */
export function integer(flags: Flags, name: string, low: number, high: number): number | undefined {
  return parsed(flags, name, low, high, 'a whole number', Number.isInteger);
}

function parsed(
  flags: Flags,
  name: string,
  low: number,
  high: number,
  kind: string,
  valid: (value: number) => boolean,
): number | undefined {
  const text = flags.get(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= low && value <= high && valid(value))) {
    throw new UsageError(`Expected --${name} to be ${kind} from ${low} to ${high}, got "${text}".`);
  }
  return value;
}
