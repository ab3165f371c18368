import fc from 'fast-check';

/** A file with one to four bytes changed. */
export const changedBytes = (whole: Uint8Array<ArrayBuffer>) =>
  fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
    const bytes = whole.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });
