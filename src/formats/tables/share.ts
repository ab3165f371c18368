/** A share as people write it: `0.87`, `0,87`, `87 %`. NaN for anything else; ranges are not checked. */
export function parseShare(text: string): number {
  const trimmed = text.trim();
  const [, body, percent] = /^(.*?)\s*(%?)$/s.exec(trimmed) ?? [];
  const number = /^[-+]?\d*,\d+$/.test(body) ? body.replace(',', '.') : body;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(number)) return Number.NaN;
  return percent ? Number(number) / 100 : Number(number);
}
