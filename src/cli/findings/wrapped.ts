/** Markdown whose paragraphs are broken into lines. */

const WIDTH = 110;

/** A word that would begin a list, a heading or a quotation at the start of a line. */
const MARK = /^([-+*>]|#+|\d+[.)])$/;

/**
 * Breaks the paragraphs of `text` at spaces into lines of at most 110 characters. Headings, rows of tables,
 * fenced blocks and what stands between backticks stay whole.
 */
export function wrapped(text: string): string {
  let isFenced = false;
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('```')) isFenced = !isFenced;
    return isFenced || /^(```|\||#)/.test(line) ? line : paragraph(line);
  });
  return lines.join('\n');
}

function paragraph(text: string): string {
  const lines: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined || (`${last} ${word}`.length > WIDTH && !MARK.test(word))) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
