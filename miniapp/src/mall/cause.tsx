import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'

type Donation = NonNullable<ReplyOf<'GET /mall/rewards/:code'>['donation']>

/** What a good cause has come to, in numbers anybody may check. */
export function Cause({ donation }: { donation: Donation }) {
  const { t, say } = useTexts()
  const { cause, givesFen, raisedFen, targetFen, points, members } = donation
  const percent = targetFen ? Math.min(100, Math.floor((raisedFen * 100) / targetFen)) : null
  const words = t('cause.raised', { yuan: formatYuan(raisedFen), members, points: formatPoints(points) })
  return (
    <View>
      <View className="label">{t('cause.title')}</View>
      <View className="card">
        <View className="title figure">{words}</View>
        {targetFen !== null && percent !== null && (
          <View>
            <View className="raised" {...spoken({ role: 'img', label: `${percent}%` })}>
              <View className="raised__part" style={{ width: `${percent}%` }} />
            </View>
            <View className="note figure">{t('cause.target', { yuan: formatYuan(targetFen), percent })}</View>
          </View>
        )}
        <View className="note gap-8">{t('cause.to', { cause: say(cause) })}</View>
        <View className="note">{t('cause.each', { yuan: formatYuan(givesFen) })}</View>
        <View className="note">{t('cause.final')}</View>
      </View>
    </View>
  )
}
