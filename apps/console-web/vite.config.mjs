import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The console's server puts a fresh nonce in the place of this text with every page it gives.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    // The first that know `light-dark()`: for older ones it would be written in a way that knows no colour scheme of the page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // No data: addresses, so that the policy of the page needs not allow them; no hash changes without its content.
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
    // The first load is measured packed, by a test with a budget; this is only the size of one file.
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      output: {
        // Charts are the heaviest part and wanted only by some pages: they come when the first of them is opened.
        manualChunks: (id) => (/node_modules\/(echarts|zrender)\//.test(id) ? 'charts' : undefined),
      },
    },
  },
  server: { proxy: { '/auth': SERVER, '/api': { target: SERVER, ws: true } } },
});
