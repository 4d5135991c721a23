import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { TableBills } from '../checkouts/table-bills.service.js'
import type { Db } from '../db.js'
import { DB } from '../tokens.js'
import type { Place } from './places.service.js'

const DISHES: BillItem[] = [
  { name: '红烧肉', category: 'HOT', quantity: 1, amountFen: 5_800 },
  { name: '清蒸鲈鱼', category: 'HOT', quantity: 1, amountFen: 8_800 },
  { name: '四喜烤麸', category: 'COLD', quantity: 1, amountFen: 2_600 },
  { name: '酸梅汤', category: 'DRINK', quantity: 2, amountFen: 2_400 },
]
const AMOUNT_FEN = 19_600

/** A bill waits at the first table of the first store, so that whoever scans it has something to pay. */
@Injectable()
export class DemoBill {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(TableBills) private readonly bills: TableBills,
  ) {}

  /** Brings a new one where the last one is paid; one that is open stays. */
  async ensure({ storeId, tables, staff }: Place): Promise<void> {
    const [known] = await this.db.query<{ bills: number; open: number | null }>(
      'SELECT COUNT(*) AS bills, COUNT(open_table_id) AS open FROM table_bill WHERE table_id = ?',
      [tables[0]],
    )
    if (known?.open) return
    const [table] = await this.db.query<{ scene: string }>('SELECT scene FROM dining_table WHERE id = ?', [tables[0]])
    const till = { storeId, who: staff[0]!.staffNo, staffId: staff[0]!.id }
    const body = { billNo: `TABLE-${(known?.bills ?? 0) + 1}`, amountFen: AMOUNT_FEN, items: DISHES, tableSize: 2 }
    await this.bills.open(till, { ...body, scene: table!.scene })
  }
}
