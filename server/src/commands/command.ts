/** What the commands share: the same providers as the server, one sentence when something is wrong, an exit code. */
import 'reflect-metadata'
import process from 'node:process'
import { refusals } from '@huitou/shared/refusals'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import pino from 'pino'
import { readConfig } from '../config.js'
import { isDatabaseAway } from '../db.js'
import { type OpenParts, openParts } from '../process.js'
import { Refusal } from '../refusal.js'
import { ServerModule } from '../server.module.js'

/** Runs a command and sets the exit code it answers; 1 and one sentence when it throws. */
export async function command(run: () => Promise<number>): Promise<void> {
  // Whoever reads us may stop reading (head, a closed terminal); that is no reason to stop working.
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  try {
    process.exitCode = await run()
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return refusals[error.code][2]
  if (!(error instanceof Error)) return String(error)
  return isDatabaseAway(error)
    ? `The database does not answer (${error.message}): start it, then run this again.`
    : error.message
}

/** Hands over the server's providers without HTTP, configured by the environment, and closes everything afterwards. */
export async function withServer<T>(work: (app: INestApplicationContext, parts: OpenParts) => Promise<T>): Promise<T> {
  // stdout is the command's own, so that its last line stays its answer.
  const log = pino({ level: 'warn', base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
  const parts = await openParts(readConfig(process.env), { log })
  try {
    const app = await NestFactory.createApplicationContext(ServerModule.of(parts), {
      logger: false,
      abortOnError: false,
    })
    try {
      return await work(app, parts)
    } finally {
      await app.close()
    }
  } finally {
    await parts.close()
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}
