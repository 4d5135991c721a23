import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { Sheet } from '../parts/sheet'
import { go } from '../routes'
import type { Pool, Result, Spin } from './use-spin'

/** What came of a draw, plainly: a prize and where it is, or nothing and what it cost. */
export function ResultSheet({ pool, result, spin }: { pool: Pool; result: Result; spin: Spin }) {
  const { t, say } = useTexts()
  const { prize, missed, points, available, left, redemptionId, couponId } = result
  const nothing = prize.kind === 'NOTHING'
  const given = say(prize.name)
  const head = nothing
    ? t('draw.nothing')
    : prize.points === null
      ? given
      : t('draw.wonPoints', { points: formatPoints(prize.points) })
  return (
    <Sheet open title={t(spin.resumed ? 'draw.resumed' : nothing ? 'draw.title' : 'draw.won')} onClose={spin.close}>
      <View className="center" {...spoken({ role: 'status' })}>
        <View className={`heading ${nothing ? '' : 'brand-ink'}`}>{head}</View>
        {missed && <View className="note gap-8">{t('draw.missed', { prize: say(missed), given })}</View>}
        {nothing && <View className="note gap-8">{t('draw.nothingNote', { points: formatPoints(points) })}</View>}
        <View className="note gap-8 figure">{t('draw.after', { points: formatPoints(available), left })}</View>
      </View>
      <View className="gap-16">
        {redemptionId && (
          <Button label={t('draw.toVoucher')} icon="ticket" tall onTap={() => go('voucher', { id: redemptionId })} />
        )}
        {couponId && (
          <Button label={t('draw.toCoupon')} icon="ticket" tall onTap={() => go('coupon', { id: couponId })} />
        )}
        {left > 0 && available >= pool.points && pool.bar === null && (
          <Button
            label={t('draw.again', { points: formatPoints(pool.points) })}
            kind={redemptionId || couponId ? 'plain' : 'quiet'}
            busy={spin.busy}
            onTap={() => {
              spin.close()
              spin.spin()
            }}
          />
        )}
        <Button label={t('close')} kind="plain" onTap={spin.close} />
      </View>
    </Sheet>
  )
}
