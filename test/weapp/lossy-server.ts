import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The server as it is reached from a cellar: requests arrive and are carried out, and the answers to those that `lose`
 * names ("POST /api/staff/bills") never come back.
 */
export async function lossyServer(to: string) {
  let lost: RegExp | null = null
  const heard: string[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = 'GET', url = '' } = request
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value] as const] : [],
    )
    const body = method === 'GET' ? undefined : Buffer.concat(chunks)
    const answer = await fetch(to + url, { method, headers: Object.fromEntries(headers), ...(body ? { body } : {}) })
    const bytes = Buffer.from(await answer.arrayBuffer())
    if (lost?.test(`${method} ${url}`)) {
      heard.push(`${method} ${url}`)
      return response.destroy()
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' })
    return response.end(bytes)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    /** Requests that were carried out and whose answers were lost. */
    heard,
    lose(requests: RegExp | null) {
      lost = requests
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
