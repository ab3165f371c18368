import { useMemo } from 'react';
import { type Experiment, type Offer, withinOffer } from '../model/experiment';
import type { GalleryState } from '../views/exemplars/galleryState';
import type { Address, PanelState, useAddress } from './address';

/** What changes one thing of the address; the same functions while the dataset stays. */
export function useSetters(offer: Offer | null, setAddress: ReturnType<typeof useAddress>['setAddress']) {
  return useMemo(() => {
    const set = (change: (now: Address) => Partial<Address>) =>
      setAddress((now) => now && { ...now, ...change(now) });
    return {
      setExperiment: (next: Experiment) => {
        if (offer) set(() => ({ experiment: withinOffer(next, offer) }));
      },
      setPanels: (panels: Partial<PanelState>) => set((now) => ({ panels: { ...now.panels, ...panels } })),
      setVersus: (versus: Experiment | null) => set(() => ({ versus })),
      setGallery: (gallery: GalleryState) => set(() => ({ gallery })),
      setStage: (stage: boolean) => set(() => ({ stage })),
      endTour: () => set(() => ({ tour: null })),
      toggleDetail: (id: string) =>
        set(({ panels }) => {
          const others = panels.details.filter((other) => other !== id);
          const details = others.length < panels.details.length ? others : [...others, id];
          return { panels: { ...panels, details } };
        }),
    };
  }, [offer, setAddress]);
}
