import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const shared = fileURLToPath(new URL('../../shared/src', import.meta.url))

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: {
    // Sources, not the shared build: the contract is types only and vanishes, amounts and refusals are plain values.
    alias: [{ find: /^@huitou\/shared\/(.*)$/, replacement: `${shared}/$1.ts` }],
  },
  server: { proxy: { '/api': process.env.HUITOU_API ?? 'http://127.0.0.1:3000' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    rolldownOptions: {
      output: {
        // React changes seldom, so a new version of the console leaves it in the browser's cache.
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/ }],
        },
      },
    },
  },
})
