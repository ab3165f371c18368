import { useEffect, useState } from 'react';

type Theme = 'light' | 'dark';

function current(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

/** The theme on screen (theme.js sets it before the first paint), and a switch that remembers the choice. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [theme, setTheme] = useState(current);
  useEffect(() => {
    // theme.js listens first.
    const system = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(current());
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);
  const toggle = () => {
    const next = current() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    setTheme(next);
    try {
      localStorage.setItem('lacuna-theme', next);
    } catch {
      // A page without storage forgets the choice when it is closed.
    }
  };
  return { theme, toggle };
}
