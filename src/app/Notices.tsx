/** What a reader should know of this page before its results: of the link, the address and the files. */
export function Notices({ notices, verified }: { notices: string[]; verified: boolean }) {
  const secure = window.isSecureContext
    ? []
    : [
        'This address is not secure (http, not localhost): browsers offer no WebGPU, no storage ' +
          'and no checksums here. WebAssembly computes everything.',
      ];
  const unverified =
    verified || !window.isSecureContext ? [] : ['The downloaded files could not be verified by checksum.'];
  const all = [...notices, ...secure, ...unverified];
  return (
    <>
      {all.map((notice) => (
        <p key={notice} className="shell-notice" role="status">
          {notice}
        </p>
      ))}
    </>
  );
}
