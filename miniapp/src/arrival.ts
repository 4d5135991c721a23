/** What brought a person here: a table's code, a staff invitation, a friend's coupon or group, or nothing in particular. */

export type Arrival =
  | { kind: 'TABLE'; scene: string }
  | { kind: 'INVITE'; invite: string }
  | { kind: 'GIFT'; token: string }
  | { kind: 'GROUP'; token: string }
  | null

/** Longer than any scene of ours; the server refuses the rest in words. */
const SCENE = /^[A-Za-z0-9]{1,64}$/
const INVITE = /^[A-Za-z0-9_-]{8,32}$/
const TOKEN = /^[A-Za-z0-9_-]{22}$/
const GROUP = /^[A-Za-z0-9_-]{16}$/
/** A scene nobody has: the table page then says that the code is not valid, as it does for any other unknown one. */
export const UNREADABLE = '0'

/**
 * Reads launch parameters. `scene` comes from a mini-program code and is encoded once; `q` is the whole link of an
 * ordinary code, encoded once, and anybody can print one: its host must be among `hosts` (null trusts the own address
 * bar); `t`, `invite`, `gift` and `group` are the h5 forms.
 */
export function arrivalOf(query: Record<string, string | undefined>, hosts: string[] | null): Arrival {
  if (query.invite) return INVITE.test(query.invite) ? { kind: 'INVITE', invite: query.invite } : null
  if (query.gift) return TOKEN.test(query.gift) ? { kind: 'GIFT', token: query.gift } : null
  if (query.group) return GROUP.test(query.group) ? { kind: 'GROUP', token: query.group } : null
  if (query.q) return { kind: 'TABLE', scene: sceneOfLink(decodedOnce(query.q), hosts) ?? UNREADABLE }
  const scene = query.scene ?? query.t
  if (!scene) return null
  const plain = decodedOnce(scene)
  return { kind: 'TABLE', scene: SCENE.test(plain) ? plain : UNREADABLE }
}

/** The scene in the link of a table ("https://host/t/SCENE" or "…/m/?t=SCENE"); null for any other text. */
export function sceneOfLink(link: string, hosts: string[] | null): string | null {
  const parts = /^https?:\/\/([^/?#\s]+)(\/[^?#\s]*)?(?:\?([^#\s]*))?/.exec(link)
  if (!parts) return null
  const [, host = '', path = '', search = ''] = parts
  if (hosts && !hosts.includes(host)) return null
  const scene = /\/t\/([^/]+)\/?$/.exec(path)?.[1] ?? /(?:^|&)t=([^&]*)/.exec(search)?.[1] ?? ''
  return SCENE.test(scene) ? scene : null
}

/** The scene a diner scanned or typed inside the app: a link, or the scene printed under the code. */
export function sceneOfScan(text: string, hosts: string[] | null): string | null {
  const plain = text.trim()
  return SCENE.test(plain) ? plain : sceneOfLink(plain, hosts)
}

// decodeURIComponent throws on a stray per cent sign, which anybody can print on a code.
function decodedOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
