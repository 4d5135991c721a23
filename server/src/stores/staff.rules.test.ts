import { expect, test } from '@jest/globals'
import { type Binding, bindingProblem, staffNoAfter, staffState } from './staff.rules.js'

const now = new Date('2026-11-23T04:30:00.000Z')
const later = new Date(now.getTime() + 1)
const open: Binding = { identity_id: null, invite_until: later, bound_at: null, revoked_at: null }
const bound: Binding = { ...open, identity_id: 7, bound_at: now }

test.each<[string, Binding | undefined, Binding | undefined, string | null]>([
  ['an open invitation is taken up', open, undefined, null],
  ['one that ends this very moment is not', { ...open, invite_until: now }, undefined, 'staff.invite_invalid'],
  ['nor one that nobody issued', undefined, undefined, 'staff.invite_invalid'],
  ['nor one that was ended', { ...open, revoked_at: now }, undefined, 'staff.invite_invalid'],
  ['nor one somebody else took up', { ...bound, identity_id: 8 }, undefined, 'staff.invite_invalid'],
  ['the same account may repeat', bound, bound, null],
  ['even after the week is over', { ...bound, invite_until: now }, bound, null],
  ['but not after the end of its access', { ...bound, revoked_at: now }, bound, 'staff.invite_invalid'],
  ['an account that is staff already stays what it is', open, bound, 'staff.already_bound'],
  ['an account whose access ended may come back', open, { ...bound, revoked_at: now }, null],
  [
    'an invitation left behind by an account that came back is used up',
    { ...bound, identity_id: null },
    undefined,
    'staff.invite_invalid',
  ],
])('%s', (_, invited, earlier, problem) => {
  expect(bindingProblem(invited, earlier, { identityId: 7, now })).toBe(problem)
})

test('a row tells whether its person is invited, active or gone', () => {
  expect([open, bound, { ...bound, revoked_at: now }, { ...open, revoked_at: now }].map(staffState)).toEqual([
    'INVITED',
    'ACTIVE',
    'REVOKED',
    'REVOKED',
  ])
})

test('staff numbers go on after the ten-thousandth', () => {
  expect([0, 41, 9998, 9999].map(staffNoAfter)).toEqual(['S0001', 'S0042', 'S9999', 'S10000'])
})
