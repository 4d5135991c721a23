/**
 * A server in a process of its own, as in production: so the code of one measured application is not slowed down by what
 * another one has taught the compiler. The first argument says which: `bills` is the product as it is; `noop` is the
 * product with tills that answer at once, so every request still passes sign-in, limits, validation, log, metrics and
 * reply schema; `bare` is the framework with the same route and its validation, and nothing else.
 */
import 'reflect-metadata'
import { register } from 'node:module'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

register('./compiled-server.mjs', import.meta.url)
const { createApp } = await import('../../server/src/app.js')
const { readConfig } = await import('../../server/src/config.js')
const { openParts } = await import('../../server/src/process.js')
const { Tills } = await import('../../server/src/purchases/tills.service.js')
const { ANSWER, createBareApp } = await import('./bare-app.js')

export type Kind = 'bills' | 'noop' | 'bare'

const starts: Record<Kind, () => Promise<{ app: NestFastifyApplication; close(): Promise<void> }>> = {
  bills: product,
  async noop() {
    const server = await product()
    server.app.get(Tills).posBill = async (_, { billNo }) => ({ ...ANSWER, billNo })
    return server
  },
  async bare() {
    const app = await createBareApp()
    return { app, close: () => app.close() }
  },
}

const { app, close } = await starts[process.argv[2] as Kind]()
process.once('disconnect', () => void close().then(() => process.exit(0)))
await app.listen(0, '127.0.0.1')
process.send?.({ port: Number(new URL(await app.getUrl()).port) })

async function product() {
  const parts = await openParts(readConfig(process.env))
  const app = await createApp(parts)
  const close = async () => {
    await app.close()
    await parts.close()
  }
  return { app, close }
}
