/** The server process: HTTP for diners, staff, tills and operators. */
import 'reflect-metadata'
import process from 'node:process'
import { createApp } from './app.js'
import { readConfig } from './config.js'
import { openParts } from './process.js'

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const parts = await openParts(config)
  const app = await createApp(parts)
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    parts.log.info({ signal }, 'stopping')
    await app.close()
    await parts.close()
    parts.log.info('stopped')
    parts.log.flush(() => process.exit(0))
  }
  process.on('SIGTERM', signal => void stop(signal))
  process.on('SIGINT', signal => void stop(signal))
  await app.listen(config.port, config.host)
  parts.log.info({ url: await app.getUrl() }, 'listening')
}
