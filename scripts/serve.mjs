// Builds the page and serves it: npm start -- [--port 4173] [--base /path/] [--no-build]
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';

const options = {
  port: { type: 'string', default: '4173' },
  base: { type: 'string', default: '/' },
  'no-build': { type: 'boolean', default: false },
};

/** The options given; a word on those that there are, and the end, where one is not among them. */
function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`npm start -- takes --port NUMBER, --base /PATH/ and --no-build. ${error.message}`);
    process.exit(1);
  }
}

const values = readOptions();
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port expects a number from 0 to 65535, not "${values.port}".`);
  process.exit(1);
}
if (!values['no-build'] || !existsSync('dist/index.html')) {
  await import('./build-kernels.mjs');
  await build({ logLevel: 'warn' });
}
const server = await preview({
  base: values.base,
  preview: { port, strictPort: true, host: 'localhost', allowedHosts: true },
});
console.log(`Lacuna: ${server.resolvedUrls.local[0]}`);
