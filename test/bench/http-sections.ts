/**
 * Bills over HTTP. The no-op is the very route of a bill, with its sign-in, limits, validation, log and reply schema,
 * in an application whose till answers at once instead of recording.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createApp } from '../../server/src/app.js'
import { issueTicket } from '../../server/src/purchases/scans.rules.js'
import { Tills } from '../../server/src/purchases/tills.service.js'
import { PosKeys } from '../../server/src/stores/pos-keys.service.js'
import { ANSWER, listen, startBareApp } from './bare-app.js'
import { Deployment } from './deployment.js'
import { rate, type Section } from './figures.js'
import type { Load, Loaded } from './http-load.js'
import { addMembers } from './members-fixture.js'
import { compare } from './rounds.js'

const CONNECTIONS = 64
const MEMBERS = 5_000
/** One for each connection. A till may send 12,000 bills a minute, which is more than its share. */
const TILLS = CONNECTIONS
const ROUNDS = 5
const SLICE_MS = 2_500

export const earn: Section = () =>
  withLoad(async ({ deployment, measure }) => {
    const noop = await startNoop(deployment)
    try {
      const port = await listen(deployment.app)
      const { ratio, min, max, first, second } = await compare(
        ROUNDS,
        { name: 'earn', measure: () => measure(port) },
        { name: 'no-op', measure: () => measure(noop.port) },
      )
      await deployment.assertBooksBalance()
      const note = `bills ${rate(first)}, no-op ${rate(second)}`
      return [{ name: 'http.earn', value: ratio, spread: [min, max], target: { least: 0.25, aim: 0.4 }, note }]
    } finally {
      await noop.app.close()
    }
  })

export const middleware: Section = () =>
  withLoad(async ({ deployment, measure }) => {
    const noop = await startNoop(deployment)
    const bare = await startBareApp()
    try {
      const { ratio, min, max, first, second } = await compare(
        ROUNDS,
        { name: 'on', measure: () => measure(noop.port) },
        { name: 'off', measure: () => measure(bare.port) },
      )
      const note = `on ${rate(first)}, off ${rate(second)}`
      return [{ name: 'http.middleware', value: ratio, spread: [min, max], target: { least: 0.6 }, note }]
    } finally {
      await noop.app.close()
      await bare.app.close()
    }
  })

interface Stage {
  deployment: Deployment
  /** Bills answered per second by the server on this port of the machine. */
  measure(port: number): Promise<number>
}

async function withLoad<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const deployment = await Deployment.open()
  const load = fork(fileURLToPath(new URL('./http-load.ts', import.meta.url)), { serialization: 'advanced' })
  try {
    const { keys, scanIds } = await guests(deployment)
    const measure = async (port: number) => {
      const settings: Load = { port, keys, scanIds, connections: CONNECTIONS, ms: SLICE_MS }
      const { perSecond, refused, example } = await ask(load, settings)
      if (refused > 0) throw new Error(`${refused} connections were refused, such as: ${example}`)
      return perSecond
    }
    return await work({ deployment, measure })
  } finally {
    load.disconnect()
    await deployment.close()
  }
}

/** Tills with their keys, and what they scanned: a ticket of every member. */
async function guests(deployment: Deployment): Promise<{ keys: string[]; scanIds: string[] }> {
  const { db, parts, storeId } = deployment
  const members = await addMembers(db, MEMBERS)
  const now = parts.clock.now().getTime()
  const scanIds = members.map(memberId =>
    issueTicket(parts.config.keys.code, { memberId, storeId, tableId: null }, now),
  )
  const keys: string[] = []
  await db.transaction(async tx => {
    const posKeys = deployment.get(PosKeys)
    for (let till = 0; till < TILLS; till += 1) keys.push(await posKeys.issue(tx, storeId, `bench ${till}`))
  })
  return { keys, scanIds }
}

/** A second application on the same parts, whose till does nothing. */
async function startNoop(deployment: Deployment): Promise<{ app: NestFastifyApplication; port: number }> {
  const app = await createApp(deployment.parts)
  const tills = app.get(Tills)
  tills.posBill = async (_, { billNo }) => ({ ...ANSWER, billNo })
  return { app, port: await listen(app) }
}

async function ask(load: ChildProcess, settings: Load): Promise<Loaded> {
  load.send(settings)
  const [answer] = (await once(load, 'message')) as [Loaded]
  return answer
}
