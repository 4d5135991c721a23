import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'

const here = (...parts: string[]) => path.resolve(__dirname, '..', ...parts)
const sharedSource = path.resolve(__dirname, '../../shared/src')

// The runner transpiles only what lies under `src`: workspace TypeScript and packages with newer syntax are named here.
const modern = /node_modules[\\/](qrcode-generator|query-string|decode-uri-component|filter-obj|split-on-first)[\\/]/
const compile = { include: [(file: string) => file.startsWith(sharedSource) || modern.test(file)] }
// Node wants `./refusals-guest.js` written out; what lies there in the source is the TypeScript.
const extensionAlias = { '.js': ['.js', '.ts'] }

const config: UserConfigExport<'webpack5'> = {
  projectName: 'huitou',
  date: '2026-11-22',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: true },
  plugins: [here('taro-plugins/aria.js')],
  // Files no module imports: tab icons are named by theme.json, sounds by their path in the package.
  copy: {
    patterns: [
      { from: 'src/tabs', to: `dist/${process.env.TARO_ENV}/tabs` },
      ...(process.env.TARO_ENV === 'weapp' ? [{ from: 'src/staff/sounds', to: 'dist/weapp/staff/sounds' }] : []),
    ],
    options: {},
  },
  alias: { '@huitou/shared': sharedSource },
  defineConstants: {
    API_BASE: JSON.stringify(
      process.env.TARO_ENV === 'h5' ? '/api' : process.env.TARO_APP_API || 'http://127.0.0.1:3000/api',
    ),
  },
  mini: {
    compile: compile as never,
    webpackChain: chain => void chain.resolve.set('extensionAlias', extensionAlias),
    optimizeMainPackage: { enable: true },
    postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } },
  },
  h5: {
    compile: compile as never,
    publicPath: '/m/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    // Names change with their contents, so a browser may keep them for ever.
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    // Without this every page carries its own copy of React and Taro: twice the bytes.
    webpackChain(chain) {
      chain.resolve.set('extensionAlias', extensionAlias)
      chain.performance.hints(false)
      chain.optimization.splitChunks({ chunks: 'all', maxInitialRequests: 8, minSize: 20000 })
    },
    postcss: {
      autoprefixer: { enable: true, config: {} },
      pxtransform: { enable: true, config: { baseFontSize: 20 } },
      cssModules: { enable: false },
    },
  },
}

export default defineConfig(async merge => merge({}, config))
