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
    // The parts of antd that the shell and most tables share arrive as one chunk; the figure is watched in the README.
    chunkSizeWarningLimit: 700,
  },
})
