import { useCallback, useEffect, useState } from 'react';
import { type Experiment, experimentQuery, type Offer, parseExperiment } from '../model/experiment';
import { type GalleryState, parseGallery, serialiseGallery } from '../views/exemplars/galleryState';

/** All of the page that a link keeps. */
export type Address = { experiment: Experiment; gallery: GalleryState };

/** What a query says, given what the zoo offers; `notices` names what it asked in vain. */
function readAddress(query: URLSearchParams, offer: Offer): Address & { notices: string[] } {
  return { ...parseExperiment(query, offer), gallery: parseGallery(query) };
}

/** The query that reopens an address. */
function writeAddress({ experiment, gallery }: Address, offer: Offer): URLSearchParams {
  const query = experimentQuery(experiment, offer);
  for (const [name, value] of Object.entries(serialiseGallery(gallery))) query.set(name, value);
  return query;
}

/** The page's address as state: read once the offer is known, written back on every change, followed back and forth. */
export function useAddress(offer: Offer | null) {
  const [address, setAddress] = useState<Address | null>(null);
  const [notices, setNotices] = useState<string[]>([]);

  const read = useCallback(() => {
    if (!offer) return;
    const { notices: found, ...read } = readAddress(new URLSearchParams(location.search), offer);
    setAddress(read);
    setNotices(found);
  }, [offer]);
  useEffect(read, [read]);
  useEffect(() => {
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, [read]);

  useEffect(() => {
    if (!address || !offer) return;
    const query = writeAddress(address, offer).toString();
    const url = `${location.pathname}${query ? `?${query}` : ''}${location.hash}`;
    if (url !== `${location.pathname}${location.search}${location.hash}`) history.replaceState(null, '', url);
  }, [address, offer]);

  return { address, setAddress, notices };
}

/** The part of the address after #, which names the page: empty for the explorer. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
