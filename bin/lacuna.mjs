#!/usr/bin/env node
// The installed command. In the project itself `npm run -s lacuna` runs the sources instead.
import { fileURLToPath } from 'node:url';
import { main } from '../build/command/main.mjs';

process.exitCode = await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)));
