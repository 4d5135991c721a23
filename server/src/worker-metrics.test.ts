import { expect, test } from '@jest/globals'
import { Counter, Registry } from 'prom-client'
import { serveMetrics } from './worker-metrics.js'

test('shows the figures on its port and nothing else, until it is closed', async () => {
  const registry = new Registry()
  new Counter({ name: 'dishes_total', help: 'Dishes', registers: [registry] }).inc(3)
  const page = await serveMetrics(registry, { port: 0, host: '127.0.0.1' })
  const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${page.port}${path}`, { method })
  const answer = await get('/metrics')
  expect(answer.headers.get('content-type')).toContain('text/plain')
  expect(await answer.text()).toContain('dishes_total 3')
  expect([(await get('/')).status, (await get('/metrics', 'POST')).status]).toEqual([404, 404])
  await expect(serveMetrics(registry, { port: page.port, host: '127.0.0.1' })).rejects.toThrow('EADDRINUSE')
  await page.close()
  await expect(get('/metrics')).rejects.toThrow()
})
