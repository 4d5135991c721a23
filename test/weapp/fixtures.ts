import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

/** Folder of a small hand-written weapp beside this file. */
export function fixture(name: 'cafe' | 'faulty'): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
}

export interface HeardRequest {
  method: string
  url: string
  header: Record<string, string | string[] | undefined>
  body: string
}

/**
 * A server for the café fixture: `/menu` answers at once, `/held` after `release`, `/never` not at all. `load` counts the
 * requests that wait for an answer.
 */
export async function cafeServer() {
  const heard: HeardRequest[] = []
  const load = { now: 0, most: 0 }
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const server = createServer(async (request, response) => {
    load.now += 1
    load.most = Math.max(load.most, load.now)
    response.on('close', () => {
      load.now -= 1
    })
    let body = ''
    for await (const chunk of request) body += chunk
    const { method = '', url = '', headers: header } = request
    heard.push({ method, url, header, body })
    if (url.startsWith('/never')) return
    if (url.startsWith('/held')) await released
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ dishes: ['牛肉面'] }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, heard, load, release, close }
}
