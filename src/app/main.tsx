// Where the page begins: draws the app into index.html.

import '@fontsource-variable/inter';
import '@fontsource-variable/source-serif-4/opsz.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { watchStyles } from './loading/styles';
import { PanelBoundary } from './PanelBoundary';
import '../charts/theme.css';
import './shell.css';

const root = document.getElementById('root');
if (!root) throw new Error('Expected an element with id "root" in index.html.');
watchStyles();
createRoot(root).render(
  <StrictMode>
    <PanelBoundary name="The page">
      <App />
    </PanelBoundary>
  </StrictMode>,
);
