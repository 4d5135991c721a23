import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const shared = fileURLToPath(new URL('../../shared/src', import.meta.url))

const NAMED_ICON = /role:\s*"img",\s*"aria-label":\s*icon\.name/

/**
 * The icons of antd read out their English file names in front of the words they stand beside. Those without a label of
 * their own become decoration; a version of the icons that is written otherwise fails the build instead of speaking again.
 */
function silentIcons(): Plugin {
  return {
    name: 'silent-icons',
    apply: 'build',
    transform(code, id) {
      if (!/@ant-design\/icons\/es\/components\/AntdIcon\.js$/.test(id.replaceAll('\\', '/'))) return null
      if (!NAMED_ICON.test(code)) this.error('the icons of antd are labelled in another way now')
      const label = 'restProps["aria-label"]'
      const quiet = `role: ${label} ? "img" : undefined, "aria-hidden": ${label} ? undefined : true`
      return { code: code.replace(NAMED_ICON, quiet), map: null }
    },
  }
}

export default defineConfig({
  base: '/console/',
  plugins: [react(), silentIcons()],
  resolve: {
    // Sources, not the shared build: the contract is types only and vanishes, amounts and refusals are plain values.
    alias: [{ find: /^@huitou\/shared\/(.*)$/, replacement: `${shared}/$1.ts` }],
  },
  server: {
    proxy: {
      '/api': process.env.HUITOU_API ?? 'http://127.0.0.1:3000',
      '/images': process.env.HUITOU_API ?? 'http://127.0.0.1:3000',
    },
  },
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
