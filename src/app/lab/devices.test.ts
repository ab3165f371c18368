import { expect, it } from 'vitest';
import type { DeviceChoice } from '../../model/experiment';
import { createDevices } from './devices';
import type { DeviceReport } from './protocol';
import { stubDevice } from './testing/lab';

/** Devices that answer with the plain reference, and what was opened, closed and told of them. */
function start() {
  const stub = { beforeMember: async () => {}, opened: [] as string[], closed: [] as string[] };
  const told: DeviceReport[] = [];
  const devices = createDevices((report) => told.push(report), {
    openWasm: async () => stubDevice('wasm', stub),
    openChoice: async (choice) => ({
      device: stubDevice(choice === 'auto' ? 'wasm' : choice, stub),
      reason: 'stub',
    }),
  });
  const use = (choice: DeviceChoice) => devices.use(choice, new AbortController().signal);
  return { devices, use, told, stub };
}

it('opens one device when two requests for it come at once', async () => {
  const { use, stub } = start();
  const [first, second] = await Promise.all([use('auto'), use('auto')]);
  expect(second).toBe(first);
  expect(stub.opened).toEqual(['wasm']);
});

it('puts WebAssembly in the place of a device that failed, and says why', async () => {
  const { devices, use, told, stub } = start();
  const gpu = await use('webgpu');
  await devices.replace(gpu, new Error('The GPU is gone.'));
  expect(devices.current().name).toBe('wasm');
  expect(stub.closed).toEqual(['webgpu']);
  expect(told.at(-1)?.reason).toBe('stub webgpu failed in the middle of a run: The GPU is gone.');
});

it('starts WebAssembly afresh once in every job, however many failed before', async () => {
  const { devices, use, stub } = start();
  for (let job = 0; job < 3; job++) {
    const broken = await use('auto');
    const fresh = await devices.replace(broken, new Error('A worker died.'));
    await expect(devices.replace(fresh, new Error('Another died.'))).rejects.toThrow('Another died.');
  }
  expect(stub.opened).toEqual(['wasm', 'wasm', 'wasm', 'wasm']);
});

it('takes the speed of a run that was long enough to tell for its device’s', async () => {
  const { devices, use, told } = start();
  const device = await use('auto');
  devices.ran(device, 100, 299);
  expect(told.at(-1)?.speed).toBeNull();
  devices.ran(device, 4000, 500);
  expect(told.at(-1)?.speed).toEqual({ imagesPerSecond: 8000, source: 'run' });
});
