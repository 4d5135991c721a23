import { type DayPlan, playDay } from './day.js'

/**
 * The tills of a store as a process of their own: the plan of a day comes in as JSON on standard input, the report goes out
 * as one line of JSON. Ends with 0 when the tills and the server agree on the day, with 1 when they do not.
 */
async function main(): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  const plan = JSON.parse(Buffer.concat(chunks).toString('utf8')) as DayPlan
  const report = await playDay(plan)
  console.log(JSON.stringify(report))
  process.exitCode = report.differences.length === 0 && report.digestAgrees ? 0 : 1
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : 'the tills could not play the day')
  process.exitCode = 2
})
