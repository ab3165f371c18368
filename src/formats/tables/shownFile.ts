/**
 * Whether a path is of a file that its owner sees: none of those that systems leave in folders (.DS_Store,
 * __MACOSX, Thumbs.db).
 */
export function isShown(path: string): boolean {
  return !path
    .split('/')
    .some((part) => part.startsWith('.') || part === '__MACOSX' || /^(thumbs\.db|desktop\.ini)$/i.test(part));
}
