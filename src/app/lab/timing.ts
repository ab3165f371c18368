import type { Core } from './core';
import type { Devices } from './devices';

/**
 * Opens and times the device that was asked for last, while no job `isBusy`. What is under way ends where it
 * is begun anew or stopped.
 */
export function createTiming({ store, bench }: Core, devices: Devices, isBusy: () => boolean) {
  let under: AbortController | null = null;
  const stop = () => under?.abort();
  return {
    stop,
    async begin(): Promise<void> {
      const { zoo } = await bench();
      if (isBusy()) return;
      stop();
      const controller = new AbortController();
      const { signal } = controller;
      under = controller;
      try {
        await devices.use(store.now.wanted, signal);
        await devices.measure(zoo, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
