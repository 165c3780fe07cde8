import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Scripts and styles are files of their own and nothing is inlined: the page is served under a policy that allows no other.
export default defineConfig({
  root: new URL('../renderer', import.meta.url).pathname,
  base: './',
  plugins: [react()],
  build: {
    outDir: new URL('../dist/renderer', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    reportCompressedSize: true,
  },
});
