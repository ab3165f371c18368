import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const icdFile = 'vk_swiftshader_icd.json';

function playwrightFolders(): string[] {
  const browsers = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(browsers)) return [];
  return readdirSync(browsers)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) =>
      ['chrome-linux', 'chrome-linux64', 'chrome-headless-shell-linux64'].map((inner) =>
        join(browsers, name, inner),
      ),
    );
}

/** The SwiftShader driver that a Chromium on this machine ships, or null. */
function findSwiftShader(): string | null {
  const folders = [
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/opt/google/chrome',
    '/snap/chromium/current/usr/lib/chromium-browser',
    ...playwrightFolders(),
  ];
  return folders.map((folder) => join(folder, icdFile)).find((path) => existsSync(path)) ?? null;
}

// Dawn crashes once its GPU object is collected.
let kept: GPU | null = null;

/**
 * WebGPU in Node, through Dawn. On macOS and Windows Dawn uses the system's own graphics. On Linux
 * LACUNA_VULKAN_ICD names the Vulkan driver's file. It may be `system`, which leaves the choice to the
 * system, for machines with a GPU. Without it SwiftShader is looked for where Chromium is installed. Throws
 * when no driver is found.
 */
export async function openDawn(): Promise<GPU> {
  if (kept) return kept;
  const chosen =
    process.platform === 'linux' ? (process.env.LACUNA_VULKAN_ICD ?? findSwiftShader()) : 'system';
  if (!chosen) {
    throw new Error(
      `Expected ${icdFile} beside an installed Chromium: install chromium, or name a Vulkan driver's file ` +
        'in LACUNA_VULKAN_ICD.',
    );
  }
  if (chosen !== 'system') process.env.VK_ICD_FILENAMES = chosen;
  const { create } = await import('webgpu');
  kept = create([]);
  return kept;
}
