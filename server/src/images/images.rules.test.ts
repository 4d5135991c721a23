import { describe, expect, test } from '@jest/globals'
import { imagePath, kindOf, MAX_SIDE, MIN_SIDE, readImageName, refusalOfKind, refusalOfSize } from './images.rules.js'

const bytes = (...of: (number | string)[]) =>
  Buffer.concat(of.map(one => (typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from([one]))))

describe('the kind of a picture', () => {
  test('is told by its first bytes', () => {
    expect(kindOf(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe('jpeg')
    expect(kindOf(bytes(0x89, 'PNG\r\n', 0x1a, '\n'))).toBe('png')
    expect(kindOf(bytes('RIFF', 1, 2, 3, 4, 'WEBPVP8 '))).toBe('webp')
  })

  test('is none for a GIF, another RIFF file, a page, or nothing', () => {
    for (const other of ['GIF89a', 'RIFF1234WAVEfmt ', '<html>', '']) expect(kindOf(bytes(other))).toBeNull()
  })

  test('a drawing that may carry a program is told apart from what is no picture at all', () => {
    expect(refusalOfKind(bytes('<?xml version="1.0"?>\n<svg onload="alert(1)">'))).toBe('image.svg')
    expect(refusalOfKind(bytes('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN">'))).toBe('image.svg')
    expect(refusalOfKind(bytes('MZ'))).toBe('image.kind')
  })
})

describe('the size of a picture', () => {
  test('has both sides at least 300 pixels', () => {
    expect(refusalOfSize(MIN_SIDE, MIN_SIDE)).toBeNull()
    expect(refusalOfSize(MIN_SIDE - 1, MIN_SIDE)).toBe('image.too_small')
  })

  test('has no side above 6000 pixels', () => {
    expect(refusalOfSize(MAX_SIDE, MAX_SIDE)).toBeNull()
    expect(refusalOfSize(MAX_SIDE + 1, MAX_SIDE)).toBe('image.too_many_pixels')
  })

  test('is no longer than three times its short side', () => {
    expect(refusalOfSize(900, 300)).toBeNull()
    expect(refusalOfSize(901, 300)).toBe('image.too_long')
  })
})

test('an address leads back to its picture, and nothing else does', () => {
  const id = 'a1'.repeat(32)
  expect(readImageName(imagePath(id).slice('/images/'.length))).toEqual({ id, size: 'wide' })
  expect(readImageName(imagePath(id, 'small').slice('/images/'.length))).toEqual({ id, size: 'small' })
  for (const other of [id.toUpperCase(), `${id}-huge`, id.slice(1), '../etc/passwd']) {
    expect(readImageName(other)).toBeNull()
  }
})
