import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const scripts = path.resolve(import.meta.dirname, '../../server/launch')

export interface Launcher {
  child: ChildProcess
  /** What it has said so far, on stdout and on stderr. */
  said: { out: string; err: string }
  /** Resolves with its exit code. */
  ended: Promise<number | null>
}

/** Starts a script of the launcher as its own process. */
export function launcher(script: string, args: string[], env: NodeJS.ProcessEnv): Launcher {
  const child = spawn(process.execPath, [path.resolve(scripts, script), ...args], {
    env: { ...process.env, DATABASE_URL: '', DATABASE_ADMIN_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', chunk => {
    said.out += chunk
  })
  child.stderr.on('data', chunk => {
    said.err += chunk
  })
  return { child, said, ended: once(child, 'close').then(([code]) => code as number | null) }
}

/** Runs a script of the launcher to its end. */
export async function runToEnd(script: string, args: string[], env: NodeJS.ProcessEnv) {
  const { said, ended } = launcher(script, args, env)
  return { code: await ended, ...said }
}

/** A fresh folder that is gone again when the tests of the file are done. */
export function temporaryFolders() {
  const made: string[] = []
  return {
    make(name: string) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), `huitou-${name}-`))
      made.push(folder)
      return folder
    },
    removeAll() {
      for (const folder of made) fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A server on a port of its own that greets everybody with these bytes. */
export async function greeter(greeting: Buffer) {
  const server = net.createServer(socket => socket.on('error', () => {}).end(greeting)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as net.AddressInfo).port, close: () => server.close() }
}

export async function freePort(): Promise<number> {
  const { port, close } = await greeter(Buffer.alloc(0))
  close()
  return port
}

/** Waits until something is the case, at most for so long. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not the case after ${timeoutMs} ms: ${condition}`)
    await new Promise(resolve => setTimeout(resolve, 30))
  }
}

/** A process that only sleeps. */
export async function sleeper(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'])
  await once(child.stdout, 'data')
  return child
}

/** Ends a child the hard way and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
