import { setImmediate } from 'node:timers/promises'
import { Inject, Injectable } from '@nestjs/common'
import type PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import type { Clock } from '../clock.js'
import { CLOCK } from '../tokens.js'
import { type Outline, Outlines } from './outlines.service.js'
import { Stores } from './stores.service.js'
import { CARD, CARDS_A_PAGE, cardAt, darkRuns, PAGE, sizeThatFits } from './table-cards.rules.js'
import { type DiningTable, Tables } from './tables.service.js'

/** What every card says, in the words of the shop. */
const CARD_ZH = '扫一扫，这桌的消费记成积分'
const CARD_EN = 'Scan with WeChat and earn points on this meal'
const NO_TABLES_ZH = '这家门店还没有桌台，先在控制台添加桌台再打印。'
const NO_TABLES_EN = 'This store has no tables yet. Add tables in the console, then print again.'

const COLOUR = { brand: '#C43D2B', ink: '#221E1A', soft: '#6B635A', line: '#CFC6BA' }
const PADDING = 16
const QR_SIDE = 134
// The font's own weight is hairline; a contour of this many thousandths of the size makes it regular or bold.
const WEIGHT = { regular: 40, bold: 58 }

interface Line {
  text: string
  size: number
  colour: string
  weight: number
}

/** A PDF on its way, with the shapes of the characters that it holds already: each is stored once, however often used. */
interface Sheet {
  pdf: InstanceType<typeof PDFDocument>
  shapes: Map<string, { name: string; object: PDFKit.PDFKitReference }>
}

/** Sheets of table cards to print and cut: store, table and code, six to an A4 page. */
@Injectable()
export class TableCodes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(Outlines) private readonly outlines: Outlines,
  ) {}

  /** The PDF of all tables of a store, in the order of their names. Refuses `record.not_found`. */
  async sheet(storeId: number): Promise<Buffer> {
    const [store, brand, tables] = await Promise.all([
      this.stores.get(storeId),
      this.stores.brand(),
      this.tables.ofStore(storeId),
    ])
    // Loaded by whoever prints first: it and its fonts are a tenth of what the server would hold.
    const { default: Document } = await import('pdfkit')
    const pdf = new Document({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      lang: 'zh-CN',
      info: { Title: `桌码 ${store.name}`, Author: brand.name, CreationDate: this.clock.now() },
    })
    const sheet: Sheet = { pdf, shapes: new Map() }
    const whole = bytesOf(pdf)
    if (tables.length === 0) this.drawNoTables(sheet)
    for (const [index, table] of tables.entries()) {
      // Others are served between two pages.
      if (index % CARDS_A_PAGE === 0) await setImmediate()
      if (index % CARDS_A_PAGE === 0) pdf.addPage()
      this.drawCard(sheet, index, { table, storeName: store.name, brandName: brand.name })
    }
    pdf.end()
    return whole
  }

  private drawCard(sheet: Sheet, index: number, card: { table: DiningTable; storeName: string; brandName: string }) {
    const { x, y } = cardAt(index)
    sheet.pdf.rect(x, y, CARD.width, CARD.height).lineWidth(0.5).dash(3, { space: 3 }).stroke(COLOUR.line).undash()
    drawQr(sheet.pdf, this.tables.urlOf(card.table.scene), { x: x + (CARD.width - QR_SIDE) / 2, y: y + 46 })
    const lines: [baseline: number, line: Line][] = [
      [24, { text: card.brandName, size: 11, colour: COLOUR.brand, weight: WEIGHT.bold }],
      [39, { text: card.storeName, size: 10, colour: COLOUR.soft, weight: WEIGHT.regular }],
      [206, { text: card.table.name, size: 30, colour: COLOUR.ink, weight: WEIGHT.bold }],
      [226, { text: CARD_ZH, size: 12, colour: COLOUR.ink, weight: WEIGHT.regular }],
      [239, { text: CARD_EN, size: 8, colour: COLOUR.soft, weight: WEIGHT.regular }],
      // For a phone that cannot scan: the page takes these letters as well.
      [252, { text: card.table.scene, size: 6, colour: COLOUR.soft, weight: WEIGHT.regular }],
    ]
    for (const [baseline, line] of lines)
      this.write(sheet, line, { middle: x + CARD.width / 2, baseline: y + baseline })
  }

  private drawNoTables(sheet: Sheet): void {
    sheet.pdf.addPage()
    const middle = PAGE.width / 2
    const weight = WEIGHT.regular
    this.write(sheet, { text: NO_TABLES_ZH, size: 11, colour: COLOUR.ink, weight }, { middle, baseline: 120 })
    this.write(sheet, { text: NO_TABLES_EN, size: 9, colour: COLOUR.soft, weight }, { middle, baseline: 140 })
  }

  /** One line of type around a middle, made smaller where it would not fit the card. */
  private write({ pdf, shapes }: Sheet, line: Line, at: { middle: number; baseline: number }): void {
    const outlines = this.outlines.of(line.text)
    const width = outlines.reduce((sum, outline) => sum + outline.width, 0)
    const scale = sizeThatFits(width, CARD.width - 2 * PADDING, line.size) / 1000
    pdf
      .save()
      .translate(at.middle - (width * scale) / 2, at.baseline)
      .scale(scale, -scale)
    pdf.lineWidth(line.weight).lineJoin('round').fillColor(line.colour).strokeColor(line.colour)
    for (const outline of outlines) {
      const shape = shapes.get(outline.character) ?? shapeOf(pdf, outline, shapes.size)
      shapes.set(outline.character, shape)
      pdf.page.xobjects[shape.name] = shape.object
      pdf.addContent(`/${shape.name} Do`).translate(outline.width, 0)
    }
    pdf.restore()
  }
}

/** Stores a character as a form, which takes its colour and the weight of its contour from where it is used. */
function shapeOf(pdf: Sheet['pdf'], outline: Outline, index: number) {
  const box = [-200, -500, Math.ceil(outline.width) + 200, 1300]
  const object = pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: box, Resources: {} })
  object.end(Buffer.from(outline.path ? `${outline.path}\nB` : 'n'))
  return { name: `Type${index}`, object }
}

/**
 * A code drawn as shapes, sharp at any size, with the quiet zone of four modules that the standard asks for. Level Q
 * survives a quarter of it being stained.
 */
function drawQr(pdf: Sheet['pdf'], url: string, at: { x: number; y: number }): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'Q' })
  const side = QR_SIDE / (modules.size + 8)
  const runs = darkRuns(modules.size, (row, column) => modules.get(row, column) === 1)
  pdf.save().translate(at.x, at.y).scale(side).fillColor(COLOUR.ink)
  // One fill for all runs: separate ones show hairlines between the rows.
  pdf.addContent(runs.map(run => `${run.column + 4} ${run.row + 4} ${run.length} 1 re`).join('\n')).addContent('f')
  pdf.restore()
}

function bytesOf(pdf: Sheet['pdf']): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}
