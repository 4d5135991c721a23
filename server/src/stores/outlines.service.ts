import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Injectable } from '@nestjs/common'
import type * as fontkit from 'fontkit'
import { filesOf, pathOperators, rangesOf, type Subsets } from './glyphs.rules.js'

const FONT = '@fontsource-variable/noto-sans-sc'
const require = createRequire(import.meta.url)
const { resolve } = require
const EM = 1000

/** The outline of a character: path operators of PDF and its width, both in thousandths of the type size, y upwards. */
export interface Outline {
  character: string
  path: string
  width: number
}

/**
 * Outlines of Noto Sans SC, Chinese and Latin. PDF viewers have no Chinese type of their own, and the font comes
 * compressed and split into a hundred files, which cannot be embedded as they are: so type is drawn as shapes.
 */
@Injectable()
export class Outlines {
  private readonly ranges = rangesOf(JSON.parse(readFileSync(resolve(`${FONT}/unicode.json`), 'utf8')) as Subsets)
  private readonly fonts = new Map<string, fontkit.Font>()
  private readonly outlines = new Map<string, Outline | null>()

  /** Outlines of a line of type. Characters the font does not have (an emoji in a store's name) are left out. */
  of(text: string): Outline[] {
    return Array.from(text.normalize('NFC')).flatMap(character => this.one(character) ?? [])
  }

  private one(character: string): Outline | null {
    const known = this.outlines.get(character)
    if (known !== undefined) return known
    const outline = this.draw(character)
    this.outlines.set(character, outline)
    return outline
  }

  private draw(character: string): Outline | null {
    const point = character.codePointAt(0) ?? 0
    for (const file of filesOf(this.ranges, character)) {
      const font = this.font(file)
      if (!font.hasGlyphForCodePoint(point)) continue
      const glyph = font.glyphForCodePoint(point)
      const scale = EM / font.unitsPerEm
      return { character, path: pathOperators(glyph.path.commands, scale), width: glyph.advanceWidth * scale }
    }
    return null
  }

  private font(subset: string): fontkit.Font {
    const known = this.fonts.get(subset)
    if (known) return known
    const file = `${FONT}/files/noto-sans-sc-${subset.replace(/[[\]]/g, '')}-wght-normal.woff2`
    // Megabytes of tables that only whoever prints needs; asked for again, they are there.
    const { create } = require('fontkit') as typeof fontkit
    const font = create(readFileSync(resolve(file)))
    if (!('glyphForCodePoint' in font)) throw new Error(`${file} is a collection, not a font`)
    this.fonts.set(subset, font)
    return font
  }
}
