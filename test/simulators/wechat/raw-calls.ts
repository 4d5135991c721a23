import { demoApp } from './wechat-simulator.js'

/** What came back, as bytes on the wire say it. */
export type RawReply = { status: number; contentType: string | null; json: Record<string, unknown> }

/** Plain HTTP to the simulator, so that its tests lean on no client of ours. */
export async function send(url: string, init?: RequestInit): Promise<RawReply> {
  const response = await fetch(url, init)
  const json = (await response.json()) as Record<string, unknown>
  return { status: response.status, contentType: response.headers.get('content-type'), json }
}

export function post(url: string, body: unknown): Promise<RawReply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
}

/** jscode2session with the right credentials unless told otherwise; an empty value leaves the parameter out. */
export function exchange(url: string, given: Record<string, string>): Promise<RawReply> {
  const { appId: appid, appSecret: secret } = demoApp
  const query = new URLSearchParams({ appid, secret, grant_type: 'authorization_code', ...given })
  for (const [name, value] of [...query]) if (value === '') query.delete(name)
  return send(`${url}/sns/jscode2session?${query}`)
}

export function stableToken(url: string, given: Record<string, unknown> = {}): Promise<RawReply> {
  const { appId: appid, appSecret: secret } = demoApp
  return post(`${url}/cgi-bin/stable_token`, { grant_type: 'client_credential', appid, secret, ...given })
}

export function plainToken(url: string, given: Record<string, string> = {}): Promise<RawReply> {
  const { appId: appid, appSecret: secret } = demoApp
  const query = new URLSearchParams({ grant_type: 'client_credential', appid, secret, ...given })
  return send(`${url}/cgi-bin/token?${query}`)
}

export function phoneNumber(url: string, token: string, body: unknown): Promise<RawReply> {
  return post(`${url}/wxa/business/getuserphonenumber?access_token=${encodeURIComponent(token)}`, body)
}
