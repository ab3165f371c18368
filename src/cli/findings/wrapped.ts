/** Markdown whose paragraphs and commands are broken into lines. */

const WIDTH = 110;

/** A word that would begin a list, a heading or a quotation at the start of a line. */
const MARK = /^([-+*>]|#+|\d+[.)])$/;

/**
 * Breaks the paragraphs of `text` at spaces into lines of at most 110 characters. Headings, rows of tables
 * and what stands between backticks stay whole; commands in fenced blocks go on as a shell reads them.
 */
export function wrapped(text: string): string {
  let isFenced = false;
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('```')) isFenced = !isFenced;
    if (isFenced) return command(line);
    return /^(```|\||#)/.test(line) ? line : paragraph(line).join('\n');
  });
  return lines.join('\n');
}

function command(text: string): string {
  return text.length > WIDTH ? paragraph(text, WIDTH - 4).join(' \\\n  ') : text;
}

function paragraph(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:`[^`]*`|[^\s`])+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined || (`${last} ${word}`.length > width && !MARK.test(word))) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
