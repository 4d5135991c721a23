import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { compress } from './compress.mjs'
import { onEnd } from './launch.mjs'
import { waitForLock } from './lock.mjs'
import { root, stampsDir, toolsDir } from './places.mjs'
import { run } from './processes.mjs'
import { say, step, Trouble } from './say.mjs'
import { contentHash, isFresh, stamp, unstamp } from './stamps.mjs'

// Pinned here: a packageManager field makes frozen installs fail with this version.
const pnpmVersion = '12.21.0'
const pnpm = path.join(toolsDir, 'node_modules/.bin/pnpm')

const packages = ['.', 'shared', 'server', 'server/console', 'miniapp', 'test']
const manifests = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  '.npmrc',
  ...packages.map(name => path.join(name, 'package.json')),
]
const forEveryBuild = [...manifests, 'tsconfig.base.json', 'shared/src', 'shared/tsconfig.json']

/**
 * @typedef {'server' | 'console' | 'h5' | 'weapp'} Part
 * @typedef {{ what: string, sources: string[], output: string, build: () => Promise<unknown> }} Build
 */

/** @type {Record<Part, Build>} */
const builds = {
  server: {
    what: 'build the server',
    sources: ['server/src', 'server/tsconfig.json'],
    output: 'server/dist/main.js',
    build: buildServer,
  },
  console: {
    what: 'build the console',
    sources: ['server/console'],
    output: 'server/console/dist/index.html',
    build: async () => {
      await runPackageScript('@huitou/console', 'build', 'The console could not be built')
      await compress(path.join(root, 'server/console/dist'))
    },
  },
  h5: {
    what: 'build the mini-program for the browser',
    sources: ['miniapp'],
    output: 'miniapp/dist/h5/index.html',
    build: async () => {
      await runPackageScript('@huitou/miniapp', 'build:h5', 'The mini-program could not be built for the browser')
      await compress(path.join(root, 'miniapp/dist/h5'))
    },
  },
  weapp: {
    what: 'build the mini-program for WeChat',
    sources: ['miniapp'],
    output: 'miniapp/dist/weapp/app.json',
    build: () => runPackageScript('@huitou/miniapp', 'build:weapp', 'The mini-program could not be built for WeChat'),
  },
}

/**
 * Fetches pnpm and installs the packages of the lock file, unless that is done.
 * Only one launcher of a checkout installs or builds at a time; the others wait and then find it done.
 */
export async function install() {
  await alone(async () => {
    const hash = contentHash(manifests)
    const outputs = ['node_modules/.modules.yaml', ...packages.slice(1).map(name => path.join(name, 'node_modules'))]
    if (isFresh('install', { hash, outputs })) return
    checkSpace(root, fs.existsSync(path.join(root, 'node_modules')) ? 0.5 : 2)
    await fetchPnpm()
    unstamp('install')
    await step('install packages', () =>
      run(pnpm, ['install', '--frozen-lockfile', '--reporter=append-only'], {
        cwd: root,
        env: toolEnvironment(),
        failure: 'The packages could not be installed from the npm registry',
      }),
    )
    stamp('install', hash)
  })
}

/**
 * Builds the parts whose sources changed since they were last built, all at the same time.
 * @param {Part[]} parts
 */
export async function build(parts) {
  const stale = () => parts.filter(part => !isFresh(part, stateOf(part)))
  if (stale().length === 0) return
  await alone(async () => {
    const work = stale()
    if (work.some(part => part !== 'server')) await fetchPnpm()
    const results = await Promise.allSettled(work.map(part => step(builds[part].what, () => buildPart(part))))
    for (const result of results) if (result.status === 'rejected') throw result.reason
  })
}

/** @param {Part} part */
function stateOf(part) {
  return { hash: contentHash([...forEveryBuild, ...builds[part].sources]), outputs: [builds[part].output] }
}

/** @param {Part} part */
async function buildPart(part) {
  const { hash } = stateOf(part)
  const output = path.join(root, builds[part].output)
  unstamp(part)
  await builds[part].build()
  // Taro ends with exit code 0 and no output when it dislikes its configuration.
  if (!fs.existsSync(output)) throw new Trouble(`The ${part} build ended without making ${builds[part].output}.`)
  stamp(part, hash)
}

async function buildServer() {
  const complete = ['server/dist/main.js', 'shared/dist'].every(output => fs.existsSync(path.join(root, output)))
  const tsc = path.join(root, 'node_modules/.bin/tsc')
  // The compiler looks at its own notes, not at its output: a deleted output is only made again by force.
  const args = ['-b', 'server', ...(complete ? [] : ['--force'])]
  await run(tsc, args, { cwd: root, env: toolEnvironment(), failure: 'The server could not be built' })
  for (const name of ['shared', 'server']) dropOrphans(path.join(root, name, 'src'), path.join(root, name, 'dist'))
}

/**
 * The compiler leaves the output of deleted sources behind, and a deleted migration must not run.
 * @param {string} sources
 * @param {string} output
 */
function dropOrphans(sources, output) {
  for (const entry of fs.readdirSync(output, { recursive: true, withFileTypes: true })) {
    const made = path.join(entry.parentPath, entry.name)
    const source = path.join(sources, path.relative(output, made)).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')
    if (entry.isFile() && source.endsWith('.ts') && !fs.existsSync(source)) fs.rmSync(made)
  }
}

/**
 * @param {string} name
 * @param {string} script
 * @param {string} failure
 */
function runPackageScript(name, script, failure) {
  return run(pnpm, ['--filter', name, 'run', script], { cwd: root, env: toolEnvironment(), failure })
}

async function fetchPnpm() {
  if (isFresh('pnpm', { hash: pnpmVersion, outputs: [path.relative(root, pnpm)] })) return
  unstamp('pnpm')
  fs.mkdirSync(toolsDir, { recursive: true })
  const args = ['install', '--prefix', toolsDir, `pnpm@${pnpmVersion}`, '--no-audit', '--no-fund', '--loglevel=error']
  await step(`fetch pnpm ${pnpmVersion}`, () =>
    run('npm', args, {
      cwd: toolsDir,
      env: toolEnvironment(),
      failure: `pnpm ${pnpmVersion} could not be fetched from the npm registry`,
    }),
  )
  stamp('pnpm', pnpmVersion)
}

/**
 * npm hands its settings down to what it runs, where they would bend the npm and pnpm run from here; those about the
 * network are wanted.
 */
function toolEnvironment() {
  const kept = /^npm_config_(registry|.*proxy|cafile|ca|strict_ssl|fetch_.*|cache|userconfig|.*:_authtoken)$/i
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name))
  // Nobody is there to answer questions; and with NODE_ENV=production development packages would be left out.
  return { ...Object.fromEntries(entries), CI: 'true', NODE_ENV: undefined }
}

/**
 * @param {string} folder any folder of the disk in question
 * @param {number} gigabytes
 */
export function checkSpace(folder, gigabytes) {
  const { bavail, bsize } = fs.statfsSync(folder)
  const free = (bavail * bsize) / 1e9
  if (free >= gigabytes) return
  throw new Trouble(
    `Only ${free.toFixed(1)} GB are free on the disk of ${folder}, and ${gigabytes} GB are needed: free some space and run the command again.`,
  )
}

/** @param {() => Promise<void>} work */
async function alone(work) {
  const lock = await waitForLock(path.join(stampsDir, 'preparing.lock'), holder =>
    say(`  Waiting for another command (process ${holder.pid}) to finish installing or building …`),
  )
  onEnd(() => lock.release())
  try {
    await work()
  } finally {
    lock.release()
  }
}
