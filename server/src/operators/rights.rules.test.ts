import { api } from '@huitou/shared/api'
import { OperatorRole } from '@huitou/shared/operators'
import { expect, test } from '@jest/globals'
import { landingOf, mayCall, RIGHTS } from './rights.rules.js'

const consoleRoutes = Object.entries(api)
  .filter(([, endpoint]) => endpoint.audience === 'console')
  .map(([key]) => key)

test('every console route has an entry, and every entry a route', () => {
  expect(Object.keys(RIGHTS).sort()).toEqual(consoleRoutes.sort())
})

test.each(consoleRoutes)('an administrator may call %s', route => {
  expect(mayCall('ADMIN', route)).toBe(true)
})

/** What each role may do besides what everybody may; A stands for the administrator, and so on in the order of roles. */
const letters: Record<string, OperatorRole> = {
  A: 'ADMIN',
  M: 'MARKETER',
  S: 'STORE_MANAGER',
  F: 'FINANCE',
  R: 'RISK',
  H: 'SUPPORT',
  U: 'AUDITOR',
}

test.each([
  ['GET /console/me', 'AMSFRHU'],
  ['POST /console/password', 'AMSFRHU'],
  ['GET /console/overview', 'AMSFRHU'],
  ['GET /console/members', 'AMSFRHU'],
  ['GET /console/purchases', 'AMSFRHU'],
  ['GET /console/rules', 'AMSFRHU'],
  ['GET /console/tiers', 'AMSFRHU'],
  ['GET /console/members/:memberNo/tier', 'AMSFRHU'],
  ['POST /console/tiers/previews', 'AM'],
  ['POST /console/tiers/versions', 'AM'],
  ['POST /console/members/:memberNo/reveals', 'ASH'],
  ['GET /console/stores', 'AMSFRHU'],
  ['GET /console/stores/:id/tables', 'AMSU'],
  ['POST /console/stores', 'AS'],
  ['PUT /console/stores/:id', 'AS'],
  ['POST /console/stores/:id/tables', 'AS'],
  ['GET /console/stores/:id/table-codes', 'AS'],
  ['PATCH /console/tables/:id', 'AS'],
  ['POST /console/tables/:id/codes', 'AS'],
  ['GET /console/staff', 'ASU'],
  ['POST /console/staff', 'AS'],
  ['DELETE /console/staff/:id', 'AS'],
  ['GET /console/stores/:id/pos-keys', 'AS'],
  ['POST /console/stores/:id/pos-keys', 'AS'],
  ['DELETE /console/pos-keys/:id', 'AS'],
  ['GET /console/adjustments', 'ASFRHU'],
  ['POST /console/adjustments', 'ASFH'],
  ['POST /console/adjustments/:id/decisions', 'AF'],
  ['PUT /console/adjustment-limits', 'A'],
  ['GET /console/earning-settings', 'AMF'],
  ['POST /console/earning-settings/versions', 'AF'],
  ['GET /console/members/:memberNo/awards', 'ASFH'],
  ['POST /console/members/:memberNo/awards', 'ASFH'],
  ['GET /console/operators', 'A'],
  ['POST /console/operators', 'A'],
  ['PUT /console/operators/:id', 'A'],
  ['POST /console/operators/:id/passwords', 'A'],
  ['DELETE /console/operators/:id/totp', 'A'],
  ['GET /console/books', 'AFRU'],
  ['GET /console/audit', 'ARU'],
])('%s is for %s alone', (route, roles) => {
  const may = Object.entries(letters)
    .filter(([, role]) => mayCall(role, route))
    .map(([letter]) => letter)
  expect(may.join('')).toBe(roles)
})

test('a route or a role that nobody wrote down is closed', () => {
  expect(mayCall('ADMIN', 'GET /console/secrets')).toBe(false)
  expect(mayCall('ADMIN', 'toString')).toBe(false)
  expect(mayCall('GUEST', 'GET /console/me')).toBe(false)
})

test('each role starts on a page it may read', () => {
  const reads: Record<string, string> = {
    '/overview': 'GET /console/overview',
    '/stores': 'GET /console/stores',
    '/books': 'GET /console/books',
    '/purchases': 'GET /console/purchases',
    '/members': 'GET /console/members',
    '/audit': 'GET /console/audit',
  }
  for (const role of OperatorRole.options) expect(mayCall(role, reads[landingOf(role)]!)).toBe(true)
  expect(landingOf('FINANCE')).toBe('/books')
})
