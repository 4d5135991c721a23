/**
 * A gateway for text messages and a robot in a group of colleagues, over real HTTP. The gateway checks the signature of
 * every request and recognises a repeat by its key; the robot, as WeCom's, does neither.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Texted {
  key: string
  to: string
  text: string
}

export interface TextingSimulator {
  /** Where text messages are posted to. */
  smsUrl: string
  wecomUrl: string
  /** What arrived, each key once. */
  texts: Texted[]
  robot: string[]
  /** The next so many requests take effect, and their answer is lost. */
  loseAnswers(times: number): void
  close(): Promise<void>
}

const MAX_BODY = 16 * 1024
const MAX_KEPT = 10_000

/** Starts one on a free port. `secret` is what the gateway shares with the server. */
export async function startTextingSimulator(secret: string): Promise<TextingSimulator> {
  const texts = new Map<string, Texted>()
  const robot: string[] = []
  let lost = 0
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (request.url === '/wecom') {
      if (robot.length < MAX_KEPT) robot.push((JSON.parse(body) as { text: { content: string } }).text.content)
      return reply(response, 200, { errcode: 0 })
    }
    if (!isSigned(body, String(request.headers['x-signature']), secret)) return reply(response, 403, { errcode: 1 })
    const text = JSON.parse(body) as Texted
    if (!/^1\d{10}$/.test(text.to) || text.text === '') return reply(response, 400, { errcode: 2 })
    if (texts.size < MAX_KEPT && !texts.has(text.key)) texts.set(text.key, text)
    if (lost > 0) {
      lost -= 1
      response.destroy()
      return
    }
    reply(response, 200, { id: `sms-${[...texts.keys()].indexOf(text.key) + 1}` })
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    smsUrl: `${url}/sms`,
    wecomUrl: `${url}/wecom`,
    get texts() {
      return [...texts.values()]
    },
    robot,
    loseAnswers: times => {
      lost = times
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) {
    body += String(part)
    if (body.length > MAX_BODY) throw new Error('too large')
  }
  return body
}

function isSigned(body: string, signature: string, secret: string): boolean {
  const wanted = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'))
  const given = Buffer.from(signature)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
