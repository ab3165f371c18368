// What the tests need that npm does not install: a Chromium and, on Linux, the Vulkan loader. Both are looked
// for first; what is missing is installed where that can be done without asking, and named in one sentence
// where it cannot.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { findChromium } from './chromium.mjs';

const PURPOSES = {
  chromium: 'Chromium, which the end-to-end tests run in',
  vulkan: 'the Vulkan loader libvulkan.so.1, through which the WebGPU kernels are tested',
};
const PACKAGES = { chromium: 'chromium', vulkan: 'libvulkan1' };
/** Debian's Chromium without an interface: smaller, and the tests take a sixth less time in it. */
const HEADLESS = 'chromium-headless-shell';
const LOADER = 'libvulkan.so.1';

const and = (parts) => parts.join(' and ');
const npx = (words) => `${words[0] === 'playwright' ? 'npx ' : ''}${words.join(' ')}`;
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/**
 * What to do about what is missing on a machine.
 *
 * `machine` has `platform` and `uid` (as of `process`), `distribution` (the ID of /etc/os-release), `apt`
 * (whether there is an apt-get), and `chromium` and `vulkan` (whether each was found). The answer has `say`,
 * what is about to be installed and why, with `commands` to run in order. The word `playwright` in front of
 * one stands for Playwright's own installer. Or it has `ask`, the one sentence for a person who must install
 * it. Nothing is missing where it has neither. Dawn brings its own drivers on macOS and Windows, so only
 * Linux needs a loader.
 */
export function decide({ platform, uid, distribution, apt, chromium, vulkan }) {
  const missing = [...(chromium ? [] : ['chromium']), ...(vulkan || platform !== 'linux' ? [] : ['vulkan'])];
  if (missing.length === 0) return { commands: [] };
  const purposes = missing.map((name) => PURPOSES[name]).join(', and ');
  const found = missing.length === 1 ? 'was not found' : 'were not found';
  if (platform !== 'linux') {
    return {
      say: `${capital(purposes)}, ${found}: Playwright downloads its own.`,
      commands: [['playwright', 'install', 'chromium']],
    };
  }
  if (!apt) {
    return {
      ask:
        `${capital(purposes)}, ${found}: install them with this system's packages (Fedora: ` +
        'chromium vulkan-loader; ' +
        'Arch: chromium vulkan-icd-loader), then run this again.',
      commands: [],
    };
  }
  // Ubuntu's package chromium is a snap, which cannot run in a container.
  const own = distribution === 'ubuntu' && missing.includes('chromium');
  const packages = missing
    .filter((name) => !(own && name === 'chromium'))
    .map((name) => (name === 'chromium' && distribution === 'debian' ? HEADLESS : PACKAGES[name]));
  const steps = [
    ...(packages.length > 0 ? [['apt-get', 'install', '-y', '--no-install-recommends', ...packages]] : []),
    ...(own ? [['playwright', 'install-deps', 'chromium']] : []),
  ];
  const download = own ? [['playwright', 'install', 'chromium']] : [];
  const what = and([...packages, ...(own ? ["Playwright's Chromium with what it needs"] : [])]);
  if (uid === 0) {
    return {
      say: `${capital(purposes)}, ${found}: apt-get installs ${what}.`,
      commands: [['apt-get', 'update', '-qq'], ...steps, ...download],
    };
  }
  const typed = [...steps.map((words) => `sudo ${npx(words)}`), ...download.map(npx)];
  return {
    ask:
      `${capital(purposes)}, ${found}: install ${what} with \`${typed.join(' && ')}\`, then run this ` +
      'again.',
    commands: [],
  };
}

/**
 * Whether the dynamic linker would find the Vulkan loader: in the usual folders and those of LD_LIBRARY_PATH.
 */
function findVulkanLoader() {
  const folders = [
    ...(process.env.LD_LIBRARY_PATH ?? '').split(delimiter).filter(Boolean),
    ...['/usr/local/lib', '/usr/lib64', '/usr/lib', '/lib64', '/lib'],
  ];
  const architectures = ['/usr/lib', '/lib'].flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(folder, name)),
  );
  return [...folders, ...architectures].some((folder) => existsSync(join(folder, LOADER)));
}

function distribution() {
  if (!existsSync('/etc/os-release')) return '';
  return readFileSync('/etc/os-release', 'utf8').match(/^ID="?([^"\n]*)/m)?.[1] ?? '';
}

function here() {
  return {
    platform: process.platform,
    uid: process.getuid?.() ?? null,
    distribution: distribution(),
    apt: (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'apt-get'))),
    chromium: findChromium() !== null,
    vulkan: findVulkanLoader(),
  };
}

function execute([command, ...args]) {
  const playwright = join(
    createRequire(import.meta.url).resolve('@playwright/test/package.json'),
    '../cli.js',
  );
  const [program, ...all] =
    command === 'playwright' ? [process.execPath, playwright, ...args] : [command, ...args];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync(program, all, { stdio: ['ignore', 2, 2], env });
  if (status !== 0) {
    throw new Error(`\`${[command, ...args].join(' ')}\` failed; what it said stands above.`);
  }
}

/**
 * The path of a Chromium, with everything else that the tests need in place. What is missing is installed,
 * which is said on stderr while it happens. Throws one sentence where a person must install it.
 */
export function ensureRequirements() {
  const { say, ask, commands } = decide(here());
  if (ask) throw new Error(ask);
  if (say) console.error(say);
  commands.forEach(execute);
  const chromium = findChromium();
  if (!chromium) throw new Error('A Chromium was installed and is not found; name it in CHROMIUM_PATH.');
  return chromium;
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(ensureRequirements());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
