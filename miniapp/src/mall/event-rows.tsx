import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { stampOf } from '../dates'
import { useTexts } from '../language'
import { Row } from '../parts/row'

type Event = NonNullable<ReplyOf<'GET /mall/rewards/:code'>['event']>

/** When an event is, and until when its seat may be given up. */
export function EventRows({ event: { startsAt, endsAt, cancelUntil } }: { event: Event }) {
  const { t } = useTexts()
  return (
    <View className="card card--flush gap-16">
      <Row icon="clock" title={t('event.when')} note={`${stampOf(startsAt)} – ${stampOf(endsAt)}`} />
      {cancelUntil ? (
        <Row icon="undo" title={t('event.cancel')} note={stampOf(cancelUntil)} />
      ) : (
        <Row icon="lock" title={t('event.cancelNever')} />
      )}
    </View>
  )
}
