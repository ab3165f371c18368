import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildVersion } from './scripts/buildVersion.mjs';
import { contentSecurityPolicyTag } from './scripts/contentSecurityPolicy.mjs';
import { libraryLicences } from './scripts/libraryLicences.mjs';
import { servedFiles, servedHeaders } from './scripts/servedFiles.mjs';

/** One library has its licence in each of its 400 files: all licences stand in one file instead. */
const licences = libraryLicences();
const output = { comments: { legal: false } } as const;

/**
 * Neither how long plugins take nor that a worker holds at once what the page loads late is a concern of who
 * starts the page.
 */
const checks = { pluginTimings: false, ineffectiveDynamicImport: false };

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicyTag(), buildVersion(), servedFiles(), licences.page],
  worker: { format: 'es', rolldownOptions: { output, checks }, plugins: () => [licences.workers()] },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    rolldownOptions: { output, checks },
  },
  // As a header the policy holds in workers too, which do not see the page's own.
  preview: { headers: servedHeaders },
});
