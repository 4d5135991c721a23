/** What the server serves outside /api: health, metrics, documents, the pages of the two apps, links on table codes. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { addDemoPayment, addDemoRoutes } from './demo-wechat.js'
import { docsPage } from './docs-page.js'
import type { Request } from './http.js'
import { refusalBody } from './http.js'
import type { Metrics } from './metrics.js'
import { openApi } from './openapi.js'
import type { Parts } from './server.module.js'

// Both the sources and the compiled files lie two folders below the project's.
const root = path.resolve(import.meta.dirname, '../..')
/** Where the built apps lie. */
export interface Folders {
  miniapp: string
  console: string
}
export const BUILT: Folders = {
  miniapp: path.join(root, 'miniapp/dist/h5'),
  console: path.join(root, 'server/console/dist'),
}
const PING_MS = 1_000
/** Files whose name changes with their content: all that Vite puts into assets, and names such as app.3f9c2a1b.js. */
const HASHED = /\/assets\/[^/]+$|[.-](?=\w*\d)\w{8,}\.(js|css|woff2?|png|jpg|svg|webp)$/

/** What the routes look at. `draining` turns true when the application is closing. */
export interface WebContext {
  parts: Parts
  metrics: Metrics
  folders: Folders
  draining: () => boolean
}

export function addWebRoutes(server: FastifyInstance, context: WebContext): void {
  addHealth(server, context)
  addDocuments(server, context)
  addApp(server, { prefix: '/m', folder: context.folders.miniapp, isPage: () => false })
  addApp(server, { prefix: '/console', folder: context.folders.console, isPage: rest => !/\.\w+$/.test(rest) })
  server.get('/', (_, reply) => reply.redirect('/m/', 302))
  server.get<{ Params: { scene: string } }>('/t/:scene', (request, reply) =>
    reply.redirect(`/m/?t=${encodeURIComponent(request.params.scene)}`, 302),
  )
  const { config, log } = context.parts
  if (config.demo) addDemoRoutes(server, config.wechat, log)
  if (config.demo) addDemoPayment(server, config, log)
}

function addHealth(server: FastifyInstance, { parts, draining }: WebContext): void {
  server.get('/health/live', (_, reply) => reply.send({ alive: true }))
  server.get('/health/ready', async (request: Request, reply) => {
    const busy = draining() ? 'draining' : (await answers(() => parts.db.query('SELECT 1'))) ? null : 'database'
    if (!busy) return reply.send({ ready: true })
    request.outcome = 'server.busy'
    return reply
      .status(503)
      .header('retry-after', '1')
      .send(refusalBody('server.busy', request, { waitsFor: busy }))
  })
}

async function answers(ping: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(() => resolve(false), PING_MS)
  })
  const heard = ping().then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([heard, late])
  } finally {
    clearTimeout(timer)
  }
}

function addDocuments(server: FastifyInstance, { parts, metrics }: WebContext): void {
  const { registry } = metrics
  server.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()))
  const document = openApi(parts.config.publicUrl)
  const json = JSON.stringify(document)
  const page = docsPage(document)
  server.get('/openapi.json', (_, reply) => reply.type('application/json').send(json))
  server.get('/docs', (_, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', page.policy).send(page.html),
  )
}

interface App {
  prefix: string
  folder: string
  /** Whether an address below the prefix that is no file is a page of the app's own router. */
  isPage: (rest: string) => boolean
}

/** Serves a built app. One that has not been built answers 404, so that the API runs without its pages. */
function addApp(server: FastifyInstance, { prefix, folder, isPage }: App): void {
  if (!existsSync(path.join(folder, 'index.html'))) return
  const setHeaders = (reply: { setHeader(name: string, value: string): unknown }, file: string) => {
    reply.setHeader(
      'cache-control',
      HASHED.test(file.replace(/\.(br|gz)$/, '')) ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
  }
  server.register(
    async scope => {
      await scope.register(fastifyStatic, {
        root: folder,
        prefix: '/',
        cacheControl: false,
        // The build leaves brotli and gzip copies beside the files.
        preCompressed: true,
        setHeaders,
      })
      scope.get('', (_, reply) => reply.redirect(`${prefix}/`, 302))
      scope.setNotFoundHandler((request: Request, reply) => {
        const rest = request.url.split('?', 1)[0]!.slice(prefix.length)
        if (request.method === 'GET' && isPage(rest)) return reply.sendFile('index.html', folder)
        request.outcome = 'route.unknown'
        return reply.status(404).send(refusalBody('route.unknown', request))
      })
    },
    { prefix },
  )
}
