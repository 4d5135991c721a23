/** A compiled command as a process of its own: run to its end, or killed in the middle. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { testKeys } from './world-basics.js'

const COMMANDS = path.resolve(import.meta.dirname, '../server/dist/commands')

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface Running {
  ended: Promise<Ended>
  kill9(): void
}

/** @param of `node` are options of node itself; `databaseUrl` is where the command works */
export function startCommand(
  name: string,
  args: string[],
  of: { databaseUrl: string; environment?: Record<string, string>; node?: string[] },
): Running {
  const child = spawn(process.execPath, [...(of.node ?? []), path.join(COMMANDS, `${name}.js`), ...args], {
    env: {
      PATH: process.env.PATH,
      TZ: 'UTC',
      NODE_ENV: 'production',
      ...testKeys(),
      DATABASE_URL: of.databaseUrl,
      WECHAT_API_URL: 'http://127.0.0.1:9',
      WECHAT_APP_ID: 'wx0000000000000000',
      WECHAT_APP_SECRET: 'nobody',
      ...of.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', data => {
    output.stdout += data
  })
  child.stderr.on('data', data => {
    output.stderr += data
  })
  const ended = new Promise<Ended>(resolve => child.once('close', code => resolve({ code, ...output })))
  return { ended, kill9: () => void child.kill('SIGKILL') }
}

/** The last line of stdout, which every command keeps for its answer. */
export function lastLine<T>({ stdout }: Ended): T {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T
}
