/** Bills over HTTP ÷ the same route doing nothing; and that ÷ the same route in the bare framework. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serverFlags } from '../../server/launch/node-flags.mjs'
import { issueTicket } from '../../server/src/purchases/scans.rules.js'
import { PosKeys } from '../../server/src/stores/pos-keys.service.js'
import { Deployment } from './deployment.js'
import { type Figure, rate, type Section, type Target } from './figures.js'
import type { Load, Loaded } from './http-load.js'
import type { Kind } from './http-server.js'
import { addMembers } from './members-fixture.js'
import { compare } from './rounds.js'

const CONNECTIONS = 64
const MEMBERS = 5_000
/** One for each connection. A till may send 12,000 bills a minute, which is more than its share. */
const TILLS = CONNECTIONS
const ROUNDS = 5
const SLICE_MS = 2_500
/** Requests a server answers before it counts: its code is compiled while it runs. */
const WARM_UP = 30_000

export const earn: Section = () =>
  compared({ name: 'http.earn', first: 'bills', second: 'noop', target: { least: 0.25, aim: 0.4 } })

export const middleware: Section = () =>
  compared({ name: 'http.middleware', first: 'noop', second: 'bare', target: { least: 0.6 } })

interface Pairing {
  name: string
  first: Kind
  second: Kind
  target: Target
}

async function compared({ name, first, second, target }: Pairing): Promise<Figure[]> {
  const deployment = await Deployment.open()
  const children: ChildProcess[] = []
  const start = (file: string, kind?: Kind) => {
    const child = startProcess(deployment, file, kind)
    children.push(child)
    return child
  }
  try {
    const load = start('http-load')
    const guests = await guestsOf(deployment)
    const measured = async (kind: Kind) => {
      const { port } = await answerOf<{ port: number }>(start('http-server', kind))
      const send = async (requests: { ms: number } | { count: number }) => {
        load.send({ ...guests, ...requests, port, connections: CONNECTIONS } satisfies Load)
        const { perSecond, example } = await answerOf<Loaded>(load)
        if (example) throw new Error(`A bill was not accepted: ${example}`)
        return perSecond
      }
      await send({ count: WARM_UP })
      return { name: kind, measure: () => send({ ms: SLICE_MS }) }
    }
    const result = await compare(ROUNDS, await measured(first), await measured(second))
    await deployment.assertBooksBalance()
    const note = `${first} ${rate(result.first)}, ${second} ${rate(result.second)}`
    return [{ name, value: result.ratio, spread: [result.min, result.max], target, note }]
  } finally {
    await Promise.all(children.map(stopProcess))
    await deployment.close()
  }
}

/** As in production: its flags of node, and its log in a file through one descriptor. */
function startProcess(deployment: Deployment, file: string, kind?: Kind): ChildProcess {
  const log = openSync(path.join(deployment.folder, `${kind ?? file}.log`), 'w')
  return fork(fileURLToPath(new URL(`./${file}.ts`, import.meta.url)), kind ? [kind] : [], {
    env: { ...process.env, ...deployment.environment },
    execArgv: [...process.execArgv, ...serverFlags],
    serialization: 'advanced',
    stdio: ['ignore', log, 'inherit', 'ipc'],
  })
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process of the bench ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', answer => {
      child.off('exit', ended)
      resolve(answer as T)
    })
  })
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.connected) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}

/** Tills with their keys, and what they scanned: a ticket of every member. */
async function guestsOf({ db, parts, storeId, get }: Deployment): Promise<Pick<Load, 'keys' | 'scanIds'>> {
  const members = await addMembers(db, MEMBERS)
  const now = parts.clock.now().getTime()
  const scanIds = members.map(memberId =>
    issueTicket(parts.config.keys.code, { memberId, storeId, tableId: null }, now),
  )
  const keys: string[] = []
  const posKeys = get(PosKeys)
  await db.transaction(async tx => {
    for (let till = 0; till < TILLS; till += 1) keys.push((await posKeys.issue(tx, storeId, `bench ${till}`)).key)
  })
  return { keys, scanIds }
}
