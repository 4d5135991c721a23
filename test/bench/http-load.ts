/**
 * A process of its own that sends bills to a server: bare sockets that are kept open, requests pasted together from
 * text, answers read no further than their status and length. A client library would cost as much as the server does;
 * this one costs some 10 µs a request, which matters because it shares the processors with what it measures.
 */
import { connect, type Socket } from 'node:net'

export interface Load {
  port: number
  connections: number
  ms: number
  /** Bearer keys; each connection takes turns with its share, so that no key meets its rate limit. */
  keys: string[]
  /** Scan tickets: whose bills they are, drawn by lot. */
  scanIds: string[]
}

export interface Loaded {
  perSecond: number
  /** Answers other than 200, and the first of them. */
  refused: number
  example: string
}

const SEPARATOR = Buffer.from('\r\n\r\n')
let bills = 0

process.on('message', (load: Load) => {
  run(load).then(
    loaded => process.send?.(loaded),
    error => process.send?.({ perSecond: 0, refused: 1, example: String(error) } satisfies Loaded),
  )
})

async function run(load: Load): Promise<Loaded> {
  const begin = performance.now()
  const end = begin + load.ms
  const all = await Promise.all(Array.from({ length: load.connections }, (_, i) => one(load, i, end)))
  const seconds = (performance.now() - begin) / 1000
  const answered = all.reduce((sum, { answered }) => sum + answered, 0)
  const failed = all.filter(({ example }) => example)
  return { perSecond: answered / seconds, refused: failed.length, example: failed[0]?.example ?? '' }
}

/** One connection: the next bill as soon as the last one has been answered. It stops at the first refusal. */
function one(load: Load, index: number, end: number): Promise<{ answered: number; example: string }> {
  const keys = load.keys.filter((_, i) => i % load.connections === index)
  const heads = keys.map(key => headOf(load.port, key))
  return new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: '127.0.0.1', noDelay: true })
    let answered = 0
    let waiting: Buffer = Buffer.alloc(0)
    const stop = (example = '') => {
      socket.destroy()
      resolve({ answered, example })
    }
    socket.once('error', reject)
    socket.once('close', () => stop('the server closed the connection'))
    socket.once('connect', () => send(socket, load, heads[0] as string))
    socket.on('data', chunk => {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
      const body = waiting.indexOf(SEPARATOR)
      if (body < 0) return
      const head = waiting.toString('latin1', 0, body)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (waiting.length < body + 4 + length) return
      if (!head.startsWith('HTTP/1.1 200')) return stop(waiting.toString())
      waiting = Buffer.alloc(0)
      answered += 1
      if (performance.now() >= end) stop()
      else send(socket, load, heads[answered % heads.length] as string)
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
