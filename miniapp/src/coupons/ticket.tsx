import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { dayOf, stampOf } from '../dates'
import { useProgramme } from '../hooks/use-who'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Where } from '../parts/entry-row'
import { Icon } from '../parts/icon'
import { serverNow } from '../server-clock'
import { daysLeft } from './days-left'

export type Card = ReplyOf<'GET /member/coupons'>['items'][number]

interface FaceProps {
  face: Card['face']
  name: Card['name']
  type?: Card['type']
  /** Greyed: used, ended, gone. */
  dull?: boolean
  onTap?: () => void
  children?: ReactNode
}

/** A coupon as one recognises it: the value large on the left, what it asks for on the right. */
export function Ticket({ face, name, type, dull = false, onTap, children }: FaceProps) {
  const { say } = useTexts()
  const tappable = onTap ? spoken({ role: 'button', label: `${say(face.value)} ${say(name)}` }) : {}
  return (
    <View
      className={`card ticket ${dull ? 'ticket--dull' : ''} ${onTap ? 'ticket--leads' : ''}`}
      hoverClass={onTap ? 'pressed' : 'none'}
      onClick={onTap}
      {...tappable}
    >
      <View className={`ticket__face ${type === 'ITEM' ? 'ticket__face--words' : ''}`}>{say(face.value)}</View>
      <View className="ticket__text">
        <View className="title">{say(name)}</View>
        <View className="note">{say(face.condition)}</View>
        {children}
      </View>
      {onTap && <Icon name="next" className="row__next ticket__next" />}
    </View>
  )
}

/** A coupon of a wallet. */
export function CouponTicket({ card, onTap }: { card: Card; onTap: () => void }) {
  const { t } = useTexts()
  const over = card.state === 'USED' || card.state === 'EXPIRED' || card.state === 'RECALLED'
  return (
    <Ticket face={card.face} name={card.name} type={card.type} dull={over} onTap={onTap}>
      <When card={card} />
      {!over && card.withPoints && <View className="tiny">{t('coupons.withPoints')}</View>}
    </Ticket>
  )
}

/** Until when, and what stands in the way. */
function When({ card }: { card: Card }) {
  const { t } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { state } = card
  if (state === 'USED') {
    return (
      <View className="note figure">
        <Where store={card.usedStore} when={card.usedAt ? stampOf(card.usedAt, zone) : ''} />
      </View>
    )
  }
  const left = state === 'USABLE' ? daysLeft(card.lastDay, serverNow(), zone) : null
  return (
    <View className="ticket__when">
      <View className="note figure ticket__until">{t('coupons.until', { day: card.lastDay })}</View>
      {left !== null && (
        <View className="chip chip--amber">
          {left === 0 ? t('coupons.lastDay') : t('coupons.daysLeft', { count: left })}
        </View>
      )}
      {state === 'NOT_YET' && <View className="chip">{t('coupons.from', { day: dayOf(card.validFrom, zone) })}</View>}
      {state !== 'USABLE' && state !== 'NOT_YET' && <View className="chip">{t(`coupon.state.${state}`)}</View>}
    </View>
  )
}
