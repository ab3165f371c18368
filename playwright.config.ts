import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

/** Root-owned containers cannot sandbox; the software adapter gives WebGPU where there is no GPU; nothing may phone home. */
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--host-resolver-rules=MAP insecure.test localhost',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: 'http://localhost:4181/',
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: findChromium() ?? undefined, args },
    trace: 'retain-on-failure',
  },
  webServer: [
    {
      command: 'node scripts/serve.mjs --no-build --port 4181',
      url: 'http://localhost:4181/',
      reuseExistingServer: false,
    },
    {
      command: 'node scripts/serve.mjs --no-build --port 4182 --base /papers/lacuna/',
      url: 'http://localhost:4182/papers/lacuna/',
      reuseExistingServer: false,
    },
    {
      command: 'npx vite --port 4183 --strictPort',
      url: 'http://localhost:4183/licences/inter-OFL.txt',
      reuseExistingServer: false,
    },
  ],
});
