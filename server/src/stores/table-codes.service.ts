import { Inject, Injectable } from '@nestjs/common'
import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'
import type { Clock } from '../clock.js'
import { CLOCK } from '../tokens.js'
import { Outlines } from './outlines.service.js'
import { Stores } from './stores.service.js'
import { CARD, CARDS_A_PAGE, cardAt, darkRuns, sizeThatFits } from './table-cards.rules.js'
import { type DiningTable, Tables } from './tables.service.js'

type Pdf = InstanceType<typeof PDFDocument>

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
    const pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      lang: 'zh-CN',
      info: { Title: `桌码 ${store.name}`, Author: brand.name, CreationDate: this.clock.now() },
    })
    const whole = bytesOf(pdf)
    if (tables.length === 0) this.drawNoTables(pdf)
    for (const [index, table] of tables.entries()) {
      if (index % CARDS_A_PAGE === 0) pdf.addPage()
      this.drawCard(pdf, index, { table, storeName: store.name, brandName: brand.name })
    }
    pdf.end()
    return whole
  }

  private drawCard(pdf: Pdf, index: number, card: { table: DiningTable; storeName: string; brandName: string }): void {
    const { x, y } = cardAt(index)
    pdf.rect(x, y, CARD.width, CARD.height).lineWidth(0.5).dash(3, { space: 3 }).stroke(COLOUR.line).undash()
    const middle = x + CARD.width / 2
    this.write(pdf, { text: card.brandName, size: 11, colour: COLOUR.brand, weight: WEIGHT.bold }, middle, y + 24)
    this.write(pdf, { text: card.storeName, size: 10, colour: COLOUR.soft, weight: WEIGHT.regular }, middle, y + 39)
    drawQr(pdf, this.tables.urlOf(card.table.scene), { x: middle - QR_SIDE / 2, y: y + 46 })
    this.write(pdf, { text: card.table.name, size: 30, colour: COLOUR.ink, weight: WEIGHT.bold }, middle, y + 206)
    this.write(pdf, { text: CARD_ZH, size: 12, colour: COLOUR.ink, weight: WEIGHT.regular }, middle, y + 226)
    this.write(pdf, { text: CARD_EN, size: 8, colour: COLOUR.soft, weight: WEIGHT.regular }, middle, y + 239)
    // For a phone that cannot scan: the page takes these letters as well.
    this.write(pdf, { text: card.table.scene, size: 6, colour: COLOUR.soft, weight: WEIGHT.regular }, middle, y + 252)
  }

  private drawNoTables(pdf: Pdf): void {
    pdf.addPage()
    const middle = pdf.page.width / 2
    this.write(pdf, { text: NO_TABLES_ZH, size: 14, colour: COLOUR.ink, weight: WEIGHT.regular }, middle, 120)
    this.write(pdf, { text: NO_TABLES_EN, size: 10, colour: COLOUR.soft, weight: WEIGHT.regular }, middle, 142)
  }

  /** One line of type around `middle`, smaller where it would not fit the card. `baseline` is its foot. */
  private write(pdf: Pdf, line: Line, middle: number, baseline: number): void {
    const width = this.outlines.width(line.text)
    const size = sizeThatFits(width, CARD.width - 2 * PADDING, line.size)
    const scale = size / 1000
    pdf
      .save()
      .translate(middle - (width * scale) / 2, baseline)
      .scale(scale, -scale)
    pdf.lineWidth(line.weight).lineJoin('round')
    for (const outline of this.outlines.of(line.text)) {
      if (outline.path) pdf.path(outline.path).fillAndStroke(line.colour, line.colour)
      pdf.translate(outline.width, 0)
    }
    pdf.restore()
  }
}

/**
 * A code drawn as shapes, sharp at any size, with the quiet zone of four modules that the standard asks for. Level Q
 * survives a quarter of it being stained.
 */
function drawQr(pdf: Pdf, url: string, at: { x: number; y: number }): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'Q' })
  const side = QR_SIDE / (modules.size + 8)
  for (const run of darkRuns(modules.size, (row, column) => modules.get(row, column) === 1)) {
    pdf.rect(at.x + (run.column + 4) * side, at.y + (run.row + 4) * side, run.length * side, side)
  }
  // One fill for all runs: separate ones show hairlines between the rows.
  pdf.fill(COLOUR.ink)
}

function bytesOf(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
}
