import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Folder of the built mini-program, as `npm run build:weapp` in `miniapp` writes it and WeChat DevTools opens it.
 * @throws when it was not built
 */
export function builtWeapp(): string {
  const folder = process.env.WEAPP_DIST ?? fileURLToPath(new URL('../../miniapp/dist/weapp', import.meta.url))
  if (!existsSync(join(folder, 'app.json'))) throw new Error(`${folder} has no app.json: the weapp build did not run`)
  return folder
}
