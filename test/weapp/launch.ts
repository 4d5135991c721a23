import type { Entry } from './contract.js'

/** WeChat's numbers for the ways in that matter here. */
const FROM_THE_LIST = 1001
const FROM_A_SCANNED_CODE = 1047
/** What a mini-program code can carry: at most 32 characters of this kind. */
const SCENE_CODE = /^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/

/** A way into the app. Without a path it is the first page. */
export interface Launch {
  path?: string
  /** As in a page URL: values stay encoded, the app decodes them. */
  query?: Record<string, string>
  scene?: number
  /** Opens by a scanned mini-program code with this scene: WeChat hands it over encoded, as `query.scene`. */
  sceneCode?: string
}

/**
 * The way in as the app will be told of it. @throws when no mini-program code can carry the scene
 */
export function entryOf(launch: Launch = {}): Entry {
  const query = { ...launch.query }
  if (launch.sceneCode !== undefined) {
    if (!SCENE_CODE.test(launch.sceneCode)) throw new Error(`no code can carry the scene "${launch.sceneCode}"`)
    query.scene = encodeURIComponent(launch.sceneCode)
  }
  const scene = launch.scene ?? (launch.sceneCode === undefined ? FROM_THE_LIST : FROM_A_SCANNED_CODE)
  return { path: (launch.path ?? '').replace(/^\//, ''), query, scene }
}
