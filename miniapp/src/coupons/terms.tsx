import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { Icon } from '../parts/icon'
import { Row } from '../parts/row'
import { go } from '../routes'
import { type DayHours, hoursOf } from './hours'
import type { Detail } from './use-coupon'

/** What is asked for, when, where, and what it goes with: each as a table one can check with a finger. */
export function Terms({ coupon }: { coupon: Detail }) {
  const { t, say } = useTexts()
  return (
    <View>
      <View className="card gap-16">{say(coupon.sentence)}</View>
      {coupon.windows && <Hours windows={coupon.windows} />}
      <View className="label">{t('coupon.terms')}</View>
      <View className="card card--flush">
        {coupon.terms.map(term => (
          <View className="term" key={term.label.zh}>
            <View className="term__label">{say(term.label)}</View>
            <View className="term__text">{say(term.text)}</View>
          </View>
        ))}
      </View>
      <Together coupon={coupon} />
      <Stores stores={coupon.stores} />
    </View>
  )
}

function Hours({ windows }: { windows: NonNullable<Detail['windows']> }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="label">{t('coupon.hours')}</View>
      <View className="card card--flush">
        {hoursOf(windows).map(day => (
          <View className="term" key={day.weekday}>
            <View className="term__label">{t(`coupon.weekday.${day.weekday}`)}</View>
            <DaySpans day={day} />
          </View>
        ))}
      </View>
    </View>
  )
}

function DaySpans({ day }: { day: DayHours }) {
  const { t } = useTexts()
  if (day.allDay) return <View className="term__text jade">{t('coupon.allDay')}</View>
  if (day.spans.length === 0) return <View className="term__text quiet">{t('coupon.closed')}</View>
  return (
    <View className="term__text figure">
      {day.spans.map(({ from, to, overnight }) => (
        <View key={from}>{`${from}–${overnight ? t('coupon.nextDay', { time: to }) : to}`}</View>
      ))}
    </View>
  )
}

/** Yes or no in words and with a mark: green and grey look alike to many. */
function Together({ coupon }: { coupon: Detail }) {
  const { t, say } = useTexts()
  return (
    <View>
      <View className="label">{t('coupon.together')}</View>
      <View className="card card--flush">
        {coupon.stacking.map(({ code, name, together }) => (
          <View className="term" key={code}>
            <View className="term__text">{say(name)}</View>
            <View className={`term__mark ${together ? 'jade' : 'quiet'}`}>
              <Icon name={together ? 'check' : 'close'} className="term__icon" />
              {t(together ? 'coupon.yes' : 'coupon.no')}
            </View>
          </View>
        ))}
      </View>
      <View className="tiny gap-8">{t('coupon.togetherNote')}</View>
    </View>
  )
}

function Stores({ stores }: { stores: Detail['stores'] }) {
  const { t } = useTexts()
  if (!stores) return null
  return (
    <View>
      <View className="label">{t('coupon.stores')}</View>
      <View className="card card--flush">
        {stores.map(({ id, name }) => (
          <Row key={id} icon="store" title={name} onTap={() => go('stores', { id })} />
        ))}
      </View>
    </View>
  )
}
