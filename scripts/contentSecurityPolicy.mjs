/**
 * What the built page may do. Scripts and styles come from this site alone; WebAssembly may compile. Images
 * and data may come from elsewhere by https, for what a reader opens by address and has confirmed; `data:`
 * and `blob:` are pictures and files made here.
 */
const DIRECTIVES = {
  'default-src': "'self'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self' https: data: blob:",
  'connect-src': "'self' https: data: blob:",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

export const contentSecurityPolicy = Object.entries(DIRECTIVES)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/**
 * Writes the policy into the built index.html, before anything that it rules. The server for development
 * needs more and gets none.
 * @returns {import('vite').Plugin}
 */
export function contentSecurityPolicyTag() {
  return {
    name: 'content-security-policy',
    apply: 'build',
    // The bench's page runs other libraries, which start their workers from blobs.
    transformIndexHtml: (_, { path }) =>
      path === '/index.html'
        ? [
            {
              tag: 'meta',
              attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
              injectTo: 'head-prepend',
            },
          ]
        : [],
  };
}
