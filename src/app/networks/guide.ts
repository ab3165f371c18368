import formats from '../../../docs/formats.md?raw';

/** A piece of the guide: paragraphs, and the code that stands among them. */
export type GuidePart = { before: string[]; code: string; after: string[] };

/**
 * What the project's description of formats says under a heading, with its one block of code. Throws where
 * there is none.
 */
export function guidePart(heading: string, text: string = formats): GuidePart {
  const start = text.indexOf(`### ${heading}\n`);
  const rest = start < 0 ? '' : text.slice(text.indexOf('\n', start) + 1);
  const pieces = /^([^#]*?)```\w+\n([\s\S]*?)\n```\n([^#]*)/.exec(rest);
  if (!pieces) throw new Error(`Expected a block of code under "${heading}", got none.`);
  const [, before, code, after] = pieces;
  return { before: paragraphs(before), code: `${code}\n`, after: paragraphs(after) };
}

/** Paragraphs, each in one line. */
function paragraphs(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replaceAll(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}
