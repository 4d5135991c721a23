/**
 * A process of its own that sends bills to a server: bare sockets that are kept open, requests pasted together from
 * text, answers read no further than their status and length. A client library would cost as much as the server does;
 * this one costs a fifth of that, which matters because it shares the processors with what it measures.
 */
import { connect, type Socket } from 'node:net'

export type Load = {
  port: number
  connections: number
  /** Bearer keys, one for each connection. */
  keys: string[]
  /** Scan tickets: whose bills they are, drawn by lot. */
  scanIds: string[]
} & ({ ms: number } | { count: number })

export interface Loaded {
  perSecond: number
  /** An answer other than 200; empty when there was none. */
  example: string
}

/** How the connections of one load know that it is over. */
interface Course {
  answered: number
  over(): boolean
}

const SEPARATOR = Buffer.from('\r\n\r\n')
let bills = 0

process.on('message', (load: Load) => {
  run(load).then(
    loaded => process.send?.(loaded),
    error => process.send?.({ perSecond: 0, example: String(error) } satisfies Loaded),
  )
})

async function run(load: Load): Promise<Loaded> {
  const begin = performance.now()
  const course: Course = {
    answered: 0,
    over: () => ('ms' in load ? performance.now() - begin >= load.ms : course.answered >= load.count),
  }
  const failures = await Promise.all(Array.from({ length: load.connections }, (_, i) => converse(load, i, course)))
  const seconds = (performance.now() - begin) / 1000
  return { perSecond: course.answered / seconds, example: failures.find(failure => failure) ?? '' }
}

/** One connection: the next bill as soon as the last one has been answered. Answers with the first refusal, or nothing. */
function converse(load: Load, index: number, course: Course): Promise<string> {
  const head = headOf(load.port, load.keys[index % load.keys.length] as string)
  return new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let waiting: Buffer = Buffer.alloc(0)
    const stop = (failure = '') => {
      socket.destroy()
      resolve(failure)
    }
    socket.once('error', reject)
    socket.once('close', () => stop('the server closed the connection'))
    socket.once('connect', () => send(socket, load, head))
    socket.on('data', chunk => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const body = waiting.indexOf(SEPARATOR)
      if (body < 0) return
      const answer = waiting.toString('latin1', 0, body)
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (waiting.length < body + SEPARATOR.length + length) return
      if (!answer.startsWith('HTTP/1.1 200')) return stop(waiting.toString())
      waiting = Buffer.alloc(0)
      course.answered += 1
      if (course.over()) stop()
      else send(socket, load, head)
    })
  })
}

function headOf(port: number, key: string): string {
  return `POST /api/pos/bills HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: `
}

function send(socket: Socket, { scanIds }: Load, head: string): void {
  bills += 1
  const scanId = scanIds[Math.floor(Math.random() * scanIds.length)]
  const body = `{"billNo":"L${bills}","paidFen":${1_000 + ((bills * 37) % 20_000)},"scanId":"${scanId}"}`
  socket.write(`${head}${body.length}\r\n\r\n${body}`, 'latin1')
}
