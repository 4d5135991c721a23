import { expect, test } from '@jest/globals'
import { landingOf, mayChangeMessages, maySee, type Operator, type OperatorRole, operatorRoles } from './access.js'

const operator = (role: OperatorRole, landing: string): Operator => ({
  username: 'ana',
  name: 'Ana',
  role,
  store: null,
  totpEnabled: false,
  mustChangePassword: false,
  lastLoginAt: null,
  landing,
})

test('an operator starts where the server says, when there is such a page for the role', () => {
  expect(landingOf(operator('FINANCE', '/books'))).toBe('/books')
  expect(landingOf(operator('SUPPORT', 'members?sort=POINTS'))).toBe('/members?sort=POINTS')
})

test.each(['/', '', '/campaigns', '//elsewhere.example', '/books'])(
  'support starts on the overview for %p',
  landing => {
    expect(landingOf(operator('SUPPORT', landing))).toBe('/overview')
  },
)

test('only those who answer for money or order see the books and the log', () => {
  const roles: OperatorRole[] = ['ADMIN', 'MARKETER', 'STORE_MANAGER', 'FINANCE', 'RISK', 'SUPPORT', 'AUDITOR']
  expect(roles.filter(role => maySee(role, 'books'))).toEqual(['ADMIN', 'FINANCE', 'RISK', 'AUDITOR'])
  expect(roles.filter(role => maySee(role, 'audit'))).toEqual(['ADMIN', 'RISK', 'AUDITOR'])
})

test('everybody sees what is said to members, marketing says it', () => {
  expect(operatorRoles.filter(role => maySee(role, 'sends'))).toEqual(operatorRoles)
  expect(operatorRoles.filter(mayChangeMessages)).toEqual(['ADMIN', 'MARKETER'])
})
