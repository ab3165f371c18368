import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildVersion } from './scripts/buildVersion.mjs';
import { contentSecurityPolicyTag } from './scripts/contentSecurityPolicy.mjs';
import { servedFiles, servedHeaders } from './scripts/servedFiles.mjs';

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicyTag(), buildVersion(), servedFiles()],
  worker: { format: 'es' },
  // How long plugins take is no concern of who starts the page.
  build: { target: 'es2023', assetsInlineLimit: 0, rolldownOptions: { checks: { pluginTimings: false } } },
  // As a header the policy holds in workers too, which do not see the page's own.
  preview: { headers: servedHeaders },
});
