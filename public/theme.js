// Before the first paint: the reader's own choice of theme, else the system's, which may change while the page is open.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('lacuna-theme');
    } catch {
      // Storage may be closed to pages; the system's theme stands then.
    }
    const system = dark.matches ? 'dark' : 'light';
    document.documentElement.dataset.theme = chosen === 'dark' || chosen === 'light' ? chosen : system;
  };
  show();
  dark.addEventListener('change', show);
})();
