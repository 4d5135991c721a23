import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** One request, read whole. `body` is kept raw: signatures are made over bytes. */
export type SimRequest = {
  method: string
  path: string
  query: URLSearchParams
  contentType: string
  body: Buffer
}

/** With what signatures are made over besides the body: the address as it was sent, and the headers. */
export type WholeRequest = SimRequest & { address: string; headers: IncomingHttpHeaders }

/** What goes back, and in which bad shape. `errcode` is only for the log. */
export type SimAnswer = {
  status: number
  contentType: string
  body: string | Buffer
  headers?: Record<string, string>
  errcode?: number
  delayMs?: number
  /**
   * `before`: the connection is cut without a byte · `midway`: the length of the whole body is announced, half of it is
   * sent, then the cut · `short`: half of the body, sent as if that were all.
   */
  damage?: 'before' | 'midway' | 'short'
}

/** Decides one answer. Endpoints run synchronously, so that the effects of two requests never interleave. */
export type SimHost = (request: WholeRequest) => SimAnswer | Promise<SimAnswer>

export type Listening = { url: string; close(): Promise<void> }

const base = 'http://simulator'
const maxBodyBytes = 64 * 1024
const maxHeaderBytes = 16 * 1024
const requestTimeoutMs = 30_000

/** Serves `host` on 127.0.0.1 only: whoever reaches the control plane can be anybody. Port 0 takes a free one. */
export async function listen(port: number, host: SimHost): Promise<Listening> {
  const server = createServer(
    { maxHeaderSize: maxHeaderBytes, requestTimeout: requestTimeoutMs },
    (incoming, outgoing) => {
      serve(host, incoming, outgoing).catch((error: unknown) => {
        // A caller that went away in the middle of its body is no news; a bug of ours is.
        if (!incoming.errored) console.error(error)
        outgoing.destroy()
      })
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const { port: boundPort } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${boundPort}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A JSON answer with status 200, as api.weixin.qq.com gives for good and bad news alike. A bigint is a bare number. */
export function jsonAnswer(body: object, more: Partial<SimAnswer> = {}): SimAnswer {
  return { status: 200, contentType: 'application/json; encoding=utf-8', body: jsonText(body), ...more }
}

function jsonText(body: object): string {
  const marked = JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? `\u0000${value}` : value))
  return marked.replace(/"\\u0000(\d+)"/g, '$1')
}

async function serve(host: SimHost, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming)
  if (body === null) return refusePlainly(outgoing, 413, 'body too large')
  const address = incoming.url ?? '/'
  if (!URL.canParse(address, base)) return refusePlainly(outgoing, 400, 'no such address')
  const url = new URL(address, base)
  const answer = await host({
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    contentType: incoming.headers['content-type'] ?? '',
    body,
    address,
    headers: incoming.headers,
  })
  if (answer.delayMs) await pause(answer.delayMs, undefined, { ref: false })
  send(answer, outgoing)
}

/** A "no" to a request that never becomes one, in HTTP's own terms. */
function refusePlainly(outgoing: ServerResponse, status: number, reason: string): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(reason)
}

function send(answer: SimAnswer, outgoing: ServerResponse): void {
  const whole = Buffer.from(answer.body)
  const half = whole.subarray(0, Math.floor(whole.length / 2))
  const sent = answer.damage === 'short' ? half : whole
  if (answer.damage === 'before') {
    outgoing.destroy()
    return
  }
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'content-type': answer.contentType,
    'content-length': sent.length,
  })
  if (answer.damage === 'midway') outgoing.write(half, () => outgoing.destroy())
  else outgoing.end(sent)
}

/** The body, or null when it is larger than we take. The rest of a too large body is not read. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not destroy the connection: the 413 still has to travel on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
