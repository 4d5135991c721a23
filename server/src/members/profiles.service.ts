import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { MemberRows } from './member-rows.service.js'
import { Nicknames } from './nicknames.service.js'
import { type Birthday, fixedUntil, isRealDay, sameBirthday } from './profiles.rules.js'

interface ProfileRow {
  nickname: string
  birthday: string | null
  birthday_calendar: Birthday['calendar'] | null
  birthday_set_at: Date | null
}

/** What a member says about herself, and until when her birthday stays as it is. */
export interface MemberSays {
  nickname: string
  birthday: Birthday | null
  birthdayFixedUntil: string | null
}

const COLUMNS = 'nickname, birthday, birthday_calendar, birthday_set_at'

/** Nickname and birthday. A birthday changes at most once a year, so that nobody has one every month. */
@Injectable()
export class Profiles {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberRows) private readonly rows: MemberRows,
    @Inject(Nicknames) private readonly nicknames: Nicknames,
  ) {}

  /** Refuses `record.not_found`. */
  async of(memberId: number): Promise<MemberSays> {
    const [row] = await this.db.query<ProfileRow>(`SELECT ${COLUMNS} FROM member WHERE id = ?`, [memberId])
    if (!row) throw new Refusal('record.not_found')
    return this.view(row)
  }

  /**
   * Saves both. Refuses `profile.birthday_unreal`, `profile.nickname_refused`, and `profile.birthday_fixed` within a year
   * of the last change.
   */
  async change(memberId: number, wanted: { nickname: string; birthday: Birthday | null }): Promise<MemberSays> {
    const { nickname, birthday } = wanted
    if (birthday && !isRealDay(birthday)) throw new Refusal('profile.birthday_unreal')
    await this.nicknames.checkOfMember(memberId, nickname)
    const now = this.clock.now()
    const said = await this.db.transaction(async tx => {
      const [row] = await rowsOf<ProfileRow>(tx, `SELECT ${COLUMNS} FROM member WHERE id = ? FOR UPDATE`, [memberId])
      if (!row) throw new Refusal('record.not_found')
      const same = sameBirthday(birthdayOf(row), birthday)
      if (!same && fixedUntil(row.birthday_set_at, now)) throw new Refusal('profile.birthday_fixed')
      const setAt = same ? row.birthday_set_at : now
      await change(
        tx,
        'UPDATE member SET nickname = ?, birthday = ?, birthday_calendar = ?, birthday_set_at = ? WHERE id = ?',
        [nickname, birthday?.on ?? null, birthday?.calendar ?? null, setAt, memberId],
      )
      return this.view({
        nickname,
        birthday: birthday?.on ?? null,
        birthday_calendar: birthday?.calendar ?? null,
        birthday_set_at: setAt,
      })
    })
    this.rows.forget(memberId)
    return said
  }

  private view(row: ProfileRow): MemberSays {
    return {
      nickname: row.nickname,
      birthday: birthdayOf(row),
      birthdayFixedUntil: fixedUntil(row.birthday_set_at, this.clock.now()),
    }
  }
}

function birthdayOf(row: ProfileRow): Birthday | null {
  return row.birthday && row.birthday_calendar ? { calendar: row.birthday_calendar, on: row.birthday } : null
}
