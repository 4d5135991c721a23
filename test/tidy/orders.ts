/** Who may import whom: floors and features of the server, the packages, the mini-program's way to the contract. */
import { type Breach, type Code, codeOf, isTest, type Rule, targetOf } from './sources.js'

const FLOORS: Record<string, number> = { rules: 0, texts: 0, tables: 1, service: 2, http: 3, jobs: 3 }

const FEATURES = [
  'sessions',
  'messages',
  'ledger',
  'members',
  'stores',
  'operators',
  'images',
  'adjustments',
  'coupons',
  'earning',
  'payments',
  'purchases',
  'tiers',
  'statements',
  'mall',
  'checkouts',
  'settlements',
  'draws',
  'pledges',
  'till-checkouts',
  'verifications',
  'shifts',
  'deliveries',
  'backtests',
  'support',
  'imports',
  'demo',
]

/** Files of server/src that know no feature: everybody may build on them. */
const BASICS = new Set([
  'calendar',
  'clock',
  'columns',
  'config',
  'day-words',
  'days',
  'db',
  'http',
  'ids',
  'keys',
  'lease',
  'limiter',
  'lunar',
  'process.tables',
  'refusal',
  'replies',
  'sealing',
  'shares',
  'tokens',
  'versions',
  'waiting-room',
])
/** Files of server/src that put the features together: nobody may build on them but each other. */
const COMPOSITION = new Set([
  'access',
  'app',
  'checkout-providers',
  'coupon-providers',
  'demo-providers',
  'demo-wechat',
  'docs-page',
  'draws-providers',
  'earning-providers',
  'pledges-providers',
  'docs-style',
  'image-door',
  'image-providers',
  'main',
  'mall-providers',
  'metrics',
  'offline-providers',
  'openapi',
  'process',
  'payment-providers',
  'providers',
  'providers-messages',
  'server.module',
  'till-checkout-providers',
  'shift-providers',
  'verification-providers',
  'web',
  'wechat-pay-door',
  'wechat-push',
  'wechat-token-store',
  'worker',
  'worker-metrics',
])

type Place =
  | { kind: 'basics' | 'wechat' | 'composition' }
  | { kind: 'feature'; feature: string; order: number; floor: number }

/** Where a file of server/src stands; a sentence when it has no place. */
function placeOf(name: string): Place | string {
  const inside = name.slice('server/src/'.length).replace(/(\.test)?\.ts$/, '')
  const [folder, file] = inside.includes('/') ? inside.split(/\/(.*)/s) : [undefined, inside]
  if (folder === undefined) {
    if (BASICS.has(inside)) return { kind: 'basics' }
    if (COMPOSITION.has(inside)) return { kind: 'composition' }
    return 'a new file of server/src must be listed in test/tidy/orders.ts, as basics or as composition'
  }
  if (folder === 'commands' || folder === 'migrations') return { kind: 'composition' }
  if (folder === 'wechat' || folder === 'wechat-pay') return { kind: 'wechat' }
  const order = FEATURES.indexOf(folder)
  if (order < 0) return `the feature ${folder} has no place in the order of test/tidy/orders.ts`
  const kind = file?.split('.').at(-1) ?? ''
  const floor = FLOORS[kind]
  if (floor === undefined || file?.includes('/'))
    return `a feature has files <name>.(${Object.keys(FLOORS).join('|')}).ts`
  return { kind: 'feature', feature: folder, order, floor }
}

const serverCode = (code: Code) => code.path.startsWith('server/src/') && !isTest(code.path)

/** Floors and features: a file builds on its own feature up to its own floor, and on earlier features likewise. */
export const serverOrder: Rule = files => {
  const all = codeOf(files).filter(serverCode)
  const paths = new Set(files.map(file => file.path))
  return all.flatMap(code => {
    const here = placeOf(code.path)
    if (typeof here === 'string') return [{ path: code.path, line: 1, rule: 'server order', why: here }]
    return code.imports.flatMap(({ from, line }) => {
      const target = targetOf(code, from, paths)
      if (!target?.startsWith('server/src/')) return []
      const there = placeOf(target)
      const why = typeof there === 'string' ? undefined : whyNot(here, there)
      return why ? [{ path: code.path, line, rule: 'server order', why: `${why} (${from})` }] : []
    })
  })
}

function whyNot(here: Place, there: Place): string | undefined {
  if (here.kind === 'composition') return undefined
  if (there.kind === 'composition') return 'only composition imports composition'
  if (there.kind !== 'feature') {
    return here.kind === 'basics' && there.kind === 'wechat' ? 'basics know nobody' : undefined
  }
  if (here.kind !== 'feature') return `${here.kind} know no feature`
  if (there.order > here.order) return `${here.feature} comes before ${there.feature}`
  if (there.floor > here.floor) return 'a file imports its own floor or lower ones'
  return undefined
}

/** No circle of files: it would have no beginning to read from. Types make no circle at run time, but one in the mind. */
export const noCircles: Rule = files => {
  const all = codeOf(files).filter(code => !isTest(code.path))
  const paths = new Set(files.map(file => file.path))
  const edges = new Map(
    all.map(code => [
      code.path,
      code.imports.map(({ from }) => targetOf(code, from, paths)).filter(to => to !== undefined),
    ]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const breaches: Breach[] = []
  const visit = (name: string, trail: string[]): void => {
    state.set(name, 'open')
    for (const next of edges.get(name) ?? []) {
      if (state.get(next) === 'open') {
        const circle = [...trail.slice(trail.indexOf(next)), next]
        breaches.push({ path: name, line: 1, rule: 'no circles', why: circle.join(' → ') })
      } else if (!state.has(next)) visit(next, [...trail, next])
    }
    state.set(name, 'done')
  }
  for (const name of edges.keys()) if (!state.has(name)) visit(name, [name])
  return breaches
}

const PACKAGES = ['shared', 'server/console', 'server', 'miniapp', 'test']
/** Which packages a package may reach, besides itself. */
const REACH: Record<string, string[]> = {
  shared: [],
  server: ['shared'],
  'server/console': ['shared'],
  miniapp: ['shared'],
  test: ['shared', 'server', 'server/console', 'miniapp'],
}

const packageOf = (name: string) => PACKAGES.find(folder => name.startsWith(`${folder}/`))

/** The server serves the two apps as files and never imports them; nobody reaches up. */
export const packageOrder: Rule = files => {
  const paths = new Set(files.map(file => file.path))
  return codeOf(files).flatMap(code => {
    const own = packageOf(code.path)
    // Tests beside the code stand on the test package's shoulders.
    if (!own || isTest(code.path)) return []
    return code.imports.flatMap(({ from, line }) => {
      const target = targetOf(code, from, paths)
      const named = /^@huitou\/(\w+)/.exec(from)?.[1]
      const other = target ? packageOf(target) : named === 'console' ? 'server/console' : named
      if (!other || other === own || REACH[own]!.includes(other)) return []
      return [{ path: code.path, line, rule: 'package order', why: `${own} must not import ${other} (${from})` }]
    })
  })
}

const VALUES_OF_MINIAPP = new Set([
  'refusals',
  'amounts',
  'client',
  'offline-filter',
  'offline-tokens',
  'offline-bytes',
])

/** Zod would be a quarter of the mini-program's two megabytes, so the contract comes in as types. */
export const typesOnlyInMiniapp: Rule = files =>
  codeOf(files)
    .filter(code => code.path.startsWith('miniapp/src/') && !isTest(code.path))
    .flatMap(code =>
      code.imports.flatMap(({ from, typeOnly, line }) => {
        const shared = /^@huitou\/shared\/(.+)$/.exec(from)?.[1]
        const banned = shared ? !VALUES_OF_MINIAPP.has(shared) : from === 'zod' || from.startsWith('zod/')
        if (typeOnly || !banned) return []
        return [{ path: code.path, line, rule: 'types only', why: `import ${from} as types` }]
      }),
    )

/** What every page needs must not drag a subpackage along, and subpackages load one by one. */
export const miniappPackages: Rule = files => {
  const config = files.find(file => file.path === 'miniapp/src/app.config.ts')
  const roots = [...(config?.text.matchAll(/root: '([\w/-]+)'/g) ?? [])].map(found => found[1]!)
  const paths = new Set(files.map(file => file.path))
  const rootOf = (name: string) => roots.find(root => name.startsWith(`miniapp/src/${root}/`))
  return codeOf(files)
    .filter(code => code.path.startsWith('miniapp/src/') && !isTest(code.path))
    .flatMap(code =>
      code.imports.flatMap(({ from, typeOnly, line }) => {
        const target = targetOf(code, from, paths)
        const other = target && rootOf(target)
        if (typeOnly || !other || other === rootOf(code.path)) return []
        return [{ path: code.path, line, rule: 'subpackages', why: `${other} is a subpackage of its own (${from})` }]
      }),
    )
}
