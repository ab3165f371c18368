import { useCallback, useEffect, useState } from 'react';

/** The dataset of a page whose address names none. */
const DATASET = 'fashion-mnist';

function named(): string {
  return new URLSearchParams(location.search).get('data') ?? DATASET;
}

/**
 * The dataset that the address names, and a way to name another: a step in the browser's history that keeps
 * the rest of the address.
 */
export function useDataset(): [string, (data: string) => void] {
  const [data, setData] = useState(named);
  useEffect(() => {
    const follow = () => setData(named());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const choose = useCallback((next: string) => {
    const query = new URLSearchParams(location.search);
    query.set('data', next);
    history.pushState(null, '', `${location.pathname}?${query}${location.hash}`);
    setData(next);
  }, []);
  return [data, choose];
}
