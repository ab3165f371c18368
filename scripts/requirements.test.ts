import { describe, expect, test } from 'vitest';
import { decide } from './requirements.mjs';

const bare = {
  platform: 'linux',
  uid: 0,
  distribution: 'debian',
  apt: true,
  chromium: false,
  vulkan: false,
};
const INSTALL = 'apt-get install -y --no-install-recommends';

describe('what a machine needs for the tests', () => {
  test('a machine that has both is left alone', () => {
    for (const platform of ['linux', 'darwin', 'win32'])
      expect(decide({ ...bare, platform, chromium: true, vulkan: true })).toEqual({ commands: [] });
  });

  test.each([
    [{}, `${INSTALL} chromium-headless-shell libvulkan1`],
    [{ chromium: true }, `${INSTALL} libvulkan1`],
    [{ vulkan: true }, `${INSTALL} chromium-headless-shell`],
    [{ distribution: 'linuxmint' }, `${INSTALL} chromium libvulkan1`],
  ])('root on Debian gets what is missing, and is told what and why: %o', (found, install) => {
    const { say, ask, commands } = decide({ ...bare, ...found });
    expect(ask).toBeUndefined();
    expect(commands.map((words: string[]) => words.join(' '))).toEqual(['apt-get update -qq', install]);
    for (const name of install.slice(INSTALL.length + 1).split(' ')) expect(say).toContain(name);
    expect(say).toMatch(/end-to-end tests|WebGPU kernels/);
  });

  test.each([
    [
      {},
      `chromium-headless-shell and libvulkan1 with \`sudo ${INSTALL} chromium-headless-shell libvulkan1\``,
    ],
    [{ chromium: true }, `libvulkan1 with \`sudo ${INSTALL} libvulkan1\``],
    [{ vulkan: true }, `chromium-headless-shell with \`sudo ${INSTALL} chromium-headless-shell\``],
  ])('another user gets one sentence with the packages and the command: %o', (found, install) => {
    const { say, ask, commands } = decide({ ...bare, uid: 1000, ...found });
    expect(commands).toEqual([]);
    expect(say).toBeUndefined();
    expect(ask).toContain(`: install ${install}, then run this again.`);
    expect(ask?.match(/\.(\s|$)/g)).toHaveLength(1);
  });

  test('Ubuntu, whose package is a snap, takes Playwright’s Chromium', () => {
    const ubuntu = { ...bare, distribution: 'ubuntu' };
    expect(decide(ubuntu).commands).toEqual([
      ['apt-get', 'update', '-qq'],
      [...INSTALL.split(' '), 'libvulkan1'],
      ['playwright', 'install-deps', 'chromium'],
      ['playwright', 'install', 'chromium'],
    ]);
    expect(decide({ ...ubuntu, uid: 1000 }).ask).toContain(
      `\`sudo ${INSTALL} libvulkan1 && sudo npx playwright install-deps chromium && npx playwright ` +
        'install chromium`',
    );
  });

  test('a Linux without apt-get is told what to look for, root or not', () => {
    for (const uid of [0, 1000]) {
      const { ask, commands } = decide({ ...bare, distribution: 'fedora', apt: false, uid });
      expect(commands).toEqual([]);
      expect(ask).toContain('chromium vulkan-loader');
    }
  });

  test.each(['darwin', 'win32'])(
    'on %s nothing of Debian is tried: Playwright downloads its own',
    (platform) => {
      const { say, ask, commands } = decide({ ...bare, platform, uid: null, apt: false });
      expect(ask).toBeUndefined();
      expect(commands).toEqual([['playwright', 'install', 'chromium']]);
      expect(say).not.toMatch(/vulkan/i);
    },
  );
});
