import { expect, test } from '@jest/globals'
import { arrivalOf, sceneOfLink, sceneOfScan, UNREADABLE } from './arrival'

const hosts = ['huitou.example.com']
const table = (scene: string) => ({ kind: 'TABLE', scene })

test.each([
  ['the scene of a mini-program code', { scene: 'a1B2c3' }, table('a1B2c3')],
  ['a scene that arrives encoded once', { scene: encodeURIComponent('a1B2c3') }, table('a1B2c3')],
  ['the link of an ordinary code', { q: encodeURIComponent('https://huitou.example.com/t/a1B2c3') }, table('a1B2c3')],
  ['the browser form of a table', { t: 'a1B2c3' }, table('a1B2c3')],
  ['a staff invitation', { invite: 'k3Jx9Qw2Lm' }, { kind: 'INVITE', invite: 'k3Jx9Qw2Lm' }],
  ['the coupon of a friend', { gift: 'k3Jx9Qw2Lm-k3Jx9Qw2Lm_' }, { kind: 'GIFT', token: 'k3Jx9Qw2Lm-k3Jx9Qw2Lm_' }],
  ['the group of a friend', { group: 'k3Jx9Qw2Lm-k3Jx9' }, { kind: 'GROUP', token: 'k3Jx9Qw2Lm-k3Jx9' }],
  ['a group link that was cut off', { group: 'k3Jx9' }, null],
  ['a gift with a token that is none', { gift: '../../etc' }, null],
  ['nothing in particular', {}, null],
  ['an invitation that is none', { invite: '<b>' }, null],
])('a guest arrives by %s', (_, query, arrival) => {
  expect(arrivalOf(query, hosts)).toEqual(arrival)
})

test.each([
  ['a link of a host that is not ours', { q: encodeURIComponent('https://evil.example.net/t/a1B2c3') }],
  ['a host that only looks like ours', { q: encodeURIComponent('https://huitou.example.com.evil.net/t/a1B2c3') }],
  ['a link to another page of ours', { q: encodeURIComponent('https://huitou.example.com/menu/a1B2c3') }],
  ['a scene with characters no scene has', { scene: '%E5%9B%BD' }],
  ['a stray per cent sign', { scene: '100%' }],
  ['a scene encoded twice', { scene: encodeURIComponent(encodeURIComponent('a/b')) }],
])('%s leads to the page that says the code is not valid', (_, query) => {
  expect(arrivalOf(query, hosts)).toEqual(table(UNREADABLE))
})

test('a scene of 33 characters is passed on, so that the server refuses it in words', () => {
  expect(arrivalOf({ scene: 'a'.repeat(33) }, hosts)).toEqual(table('a'.repeat(33)))
})

test.each([
  ['https://huitou.example.com/t/a1B2c3', 'a1B2c3'],
  ['https://huitou.example.com/t/a1B2c3/', 'a1B2c3'],
  ['http://127.0.0.1:3000/m/?device=ana&t=a1B2c3#/pages/home/index', 'a1B2c3'],
  ['https://huitou.example.com/t/', null],
  ['javascript:alert(1)//huitou.example.com/t/a', null],
  ['a1B2c3', null],
])('the link %s holds the scene %s', (link, scene) => {
  expect(sceneOfLink(link, null)).toBe(scene)
})

test('a diner may type the scene printed below the code', () => {
  expect(sceneOfScan('  a1B2c3 ', hosts)).toBe('a1B2c3')
  expect(sceneOfScan('hello there', hosts)).toBeNull()
})
