/** Verifications that are meant to succeed: a voucher of many uses that ana has, and what became of some of them. */
import { redeem, reward } from '../mall-builders.js'
import type { TestOperator, World } from '../world.js'
import type { House } from './actors.js'
import { draw } from './aim.js'
import type { Meant } from './meant.js'

const requestId = () => draw('meant-verification-')

export async function meantVerifications(world: World, { ana, waiter }: House, admin: TestOperator): Promise<Meant> {
  const byWaiter = world.as(waiter.token)
  const definition = reward({ points: 1, uses: 100, worthFen: 1_000 })
  const published = { requestId: requestId(), code: 'MEANT-MANY', definition, stock: 10, onShelf: true, reason: '上新' }
  await admin.call('POST /console/rewards', { body: published })
  const code = (await redeem(ana, 'MEANT-MANY', { points: 1 })).voucher!
  const verify = () => ({ body: { requestId: requestId(), code } })
  const [first, second] = [verify(), verify()]
  const { id } = await byWaiter('POST /staff/verifications', first)
  const { id: undone } = await byWaiter('POST /staff/verifications', second)
  const shift = { body: { requestId: requestId() } }
  const { id: shiftId } = await byWaiter('POST /staff/shifts', shift)
  const { versions } = await admin.call('GET /console/verification-settings')
  const { version, terms } = versions[0]!
  return {
    'POST /staff/scans': [{ body: { code } }],
    'POST /staff/verification-checks': [{ body: { code } }],
    'POST /staff/verifications': [first, verify()],
    'GET /staff/verification-requests/:requestId': [{ params: { requestId: first.body.requestId } }],
    'GET /staff/verifications/:id': [{ params: { id } }],
    'POST /staff/verifications/:id/voids': [
      { params: { id: undone }, body: { requestId: requestId(), reason: '点错了' } },
    ],
    'POST /staff/shifts': [shift],
    'POST /staff/shifts/:id/closings': [{ params: { id: shiftId }, body: { requestId: requestId(), note: '' } }],
    'GET /staff/shifts/:id': [{ params: { id: shiftId } }],
    'POST /console/verification-settings/versions': [
      { body: { requestId: requestId(), version, terms, reason: '试一下' } },
    ],
  }
}
