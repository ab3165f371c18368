import { cpus } from 'node:os';
import { defineConfig } from '@playwright/test';
import { ports } from './e2e/ports';
import { findChromium } from './scripts/chromium.mjs';

/**
 * What Chromium prepares for every new window and no test looks at: the address bar's suggestions, a page of
 * their own, cost as much as a quarter of the first screen. The others are those that Playwright leaves out,
 * since of two such switches only the last counts.
 */
const unused = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Root-owned containers cannot sandbox; nothing may phone home. */
const args = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP insecure.test localhost',
  `--disable-features=${unused.join(',')}`,
];

/**
 * WebGPU where there is no GPU. Pages too are then drawn by the emulated GPU, so only the tests of WebGPU ask
 * for it.
 */
const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'];

const executablePath = findChromium() ?? undefined;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  fullyParallel: true,
  workers: Math.max(1, Math.min(2, cpus().length)),
  // A test that hangs ends some time; none is failed for a busy machine.
  timeout: 300_000,
  // Where every test fails at its limit, the rest tell nothing new.
  maxFailures: 10,
  expect: { timeout: 60_000 },
  use: {
    baseURL: `http://localhost:${ports.page}/`,
    viewport: { width: 1440, height: 900 },
    // A trace costs a quarter of the time: `npx playwright test --trace on` makes one.
    trace: 'off',
    // What a page keeps of itself would only be in the way; offline.spec.ts lets it.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'page', grepInvert: /@webgpu/, use: { launchOptions: { executablePath, args } } },
    {
      name: 'webgpu',
      grep: /@webgpu/,
      use: { launchOptions: { executablePath, args: [...args, ...webgpu] } },
    },
  ],
  webServer: {
    command: `node e2e/servers.mjs ${ports.ready}`,
    url: `http://localhost:${ports.ready}/`,
    reuseExistingServer: false,
  },
});
