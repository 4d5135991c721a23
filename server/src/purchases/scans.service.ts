import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import type { Reply } from '../http.js'
import { MemberCodes } from '../members/codes.service.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { TableVisits } from '../stores/table-visits.service.js'
import { type DiningTable, Tables } from '../stores/tables.service.js'
import { CLOCK, CONFIG } from '../tokens.js'
import { issueTicket, type ReadTicket, readTicket, SCAN_SECONDS, type ScanTicket, sceneIn } from './scans.rules.js'

/** Who scans: a member of staff or a till, always of one store. */
export interface Till {
  storeId: number
  /** "S0001" or "POS:<name>": kept with what it records. */
  who: string
  staffId: number | null
}

/** Recognises what a till reads, whatever kind of code it is. */
@Injectable()
export class Scans {
  /** Tickets whose signature has been looked at: a bill is sent again more often than it is scanned again. */
  private readonly read = new LRUCache<string, ReadTicket>({ max: 10_000 })

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(MemberCodes) private readonly codes: MemberCodes,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableVisits) private readonly visits: TableVisits,
  ) {}

  /** A member code is used up by this; a table shows who sits there. Refuses code.* and table.*. */
  async recognise(till: Till, code: string): Promise<Reply<'POST /pos/scans'>> {
    const scene = sceneIn(code)
    return scene ? this.table(till, scene) : this.member(till, code)
  }

  /** The member a ticket stands for. Refuses code.unknown (forged or of another store) and scan.expired. */
  redeem(till: Till, scanId: string): ScanTicket {
    const nowMs = this.clock.now().getTime()
    const known = this.read.get(scanId)
    if (known && known.storeId === till.storeId && known.untilMs > nowMs) return known
    const ticket = readTicket(this.config.keys.code, scanId, { storeId: till.storeId, nowMs })
    if (ticket === 'UNKNOWN') throw new Refusal('code.unknown')
    if (ticket === 'EXPIRED') throw new Refusal('scan.expired')
    this.read.set(scanId, ticket)
    return ticket
  }

  /** The one member at a table. Refuses table.no_diner and table.choose_diner. */
  async soleDiner(till: Till, scene: string): Promise<ScanTicket> {
    const table = await this.tableHere(till, scene)
    const diners = await this.visits.dinersAt(table.id)
    if (diners.length > 1) throw new Refusal('table.choose_diner')
    const [diner] = diners
    if (!diner) throw new Refusal('table.no_diner')
    return { memberId: diner.memberId, storeId: till.storeId, tableId: table.id }
  }

  async useCode(till: Till, code: string): Promise<ScanTicket> {
    return { memberId: await this.codes.use(code, till), storeId: till.storeId, tableId: null }
  }

  /** A member whom a till has identified by other means than a member code. */
  identified(till: Till, memberId: number): Promise<Reply<'POST /pos/scans'>> {
    return this.shown({ memberId, storeId: till.storeId, tableId: null })
  }

  private async member(till: Till, code: string): Promise<Reply<'POST /pos/scans'>> {
    return this.shown(await this.useCode(till, code))
  }

  private async shown(ticket: ScanTicket): Promise<Reply<'POST /pos/scans'>> {
    return {
      kind: 'MEMBER',
      scanId: this.ticket(ticket),
      validSeconds: SCAN_SECONDS,
      member: await this.members.masked(ticket.memberId),
    }
  }

  private async table(till: Till, scene: string): Promise<Reply<'POST /pos/scans'>> {
    const table = await this.tableHere(till, scene)
    const diners = await Promise.all(
      (await this.visits.dinersAt(table.id)).slice(0, 20).map(async ({ memberId }) => ({
        scanId: this.ticket({ memberId, storeId: till.storeId, tableId: table.id }),
        member: await this.members.masked(memberId),
      })),
    )
    return { kind: 'TABLE', table: await this.tables.view(table), diners, validSeconds: SCAN_SECONDS }
  }

  private async tableHere(till: Till, scene: string): Promise<DiningTable> {
    const table = await this.tables.byScene(scene)
    if (table.storeId !== till.storeId) throw new Refusal('staff.store_mismatch')
    return table
  }

  private ticket(ticket: ScanTicket): string {
    return issueTicket(this.config.keys.code, ticket, this.clock.now().getTime())
  }
}
