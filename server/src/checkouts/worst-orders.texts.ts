/** What is said of the order that leaves least, zh first. Pure. */
import { formatFen, formatYuan } from '@huitou/shared/amounts'
import type { Text } from '@huitou/shared/basics'

/** "最坏一单：消费 100.00 元，实付 36.80 元，毛利 −3.20 元，低于底线 0.00 元。" */
export function worstText(of: { totalFen: number; payableFen: number; marginFen: number }, floorFen: number): Text {
  const below = of.marginFen < floorFen
  const [total, payable, margin, floor] = [of.totalFen, of.payableFen, of.marginFen, floorFen].map(formatFen)
  const yuan = (fen: number) => formatYuan(fen)
  return {
    zh: `最坏一单：消费 ${total} 元，实付 ${payable} 元，毛利 ${margin} 元，${below ? '低于' : '不低于'}底线 ${floor} 元。`,
    en: `The worst order: ${yuan(of.totalFen)} on the menu, ${yuan(of.payableFen)} paid, margin ${yuan(of.marginFen)}, ${below ? 'below' : 'not below'} the floor of ${yuan(floorFen)}.`,
  }
}

export function pairText(a: Text, b: Text, of: { totalFen: number; offFen: number; marginFen: number }): Text {
  const [total, off, margin] = [of.totalFen, of.offFen, of.marginFen].map(formatFen)
  return {
    zh: `「${a.zh}」和「${b.zh}」能一起用：消费 ${total} 元共减 ${off} 元，毛利 ${margin} 元。`,
    en: `${a.en} goes with ${b.en}: ${formatYuan(of.offFen)} off ${formatYuan(of.totalFen)}, margin ${formatYuan(of.marginFen)}.`,
  }
}
