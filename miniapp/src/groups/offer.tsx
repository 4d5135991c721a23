import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { call } from '../call'
import { dayOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { Bone } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goInstead, goTab } from '../routes'
import { type Offer, usePledge } from './use-pledge'

/** One offer: what everybody gets, what everybody gives, and opening a group of one's own. */
export default function OfferPage() {
  const { t, say } = useTexts()
  const { code = '' } = useRouter().params
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const offer = useLoad(code ? `group-offer:${memberNo}:${code}` : null, () =>
    call('GET /group-offers/:code', { params: { code } }),
  )
  usePullDownRefresh(() => void offer.reload().then(() => Taro.stopPullDownRefresh()))
  const gone = offer.error && /^(record|input)\./.test(offer.error.code)
  return (
    <Screen title={t('offer.title')} shows={[offer]}>
      {gone && (
        <Empty
          picture="shelf"
          title={t('offer.gone')}
          note={t('groups.noneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!gone && !offer.value && offer.error && (
        <ErrorNote
          title={t('groups.failed')}
          error={offer.error}
          kept={t('groups.kept')}
          onRetry={() => void offer.reload()}
          busy={offer.busy}
        />
      )}
      {!offer.value && !offer.error && <Bone height={220} card />}
      {!gone && offer.value && (
        <View className="appear">
          <View className="card">
            <View className="heading">{say(offer.value.name)}</View>
            {say(offer.value.note) && <View className="note gap-4">{say(offer.value.note)}</View>}
            <View className="title brand-ink gap-8 figure">
              {t('offer.each', { points: formatPoints(offer.value.points), size: offer.value.size })}
            </View>
            <View className="note gap-4">{t('offer.get', { reward: say(offer.value.reward) })}</View>
            <View className="note gap-4">{notesOf(offer.value, t)}</View>
            <View className="gap-16">
              <Action offer={offer.value} />
            </View>
          </View>
          <View className="label">{t('offer.terms')}</View>
          <View className="card card--flush">
            {offer.value.terms.map(({ label, text }) => (
              <Row key={label.zh} title={say(label)} note={say(text)} />
            ))}
          </View>
        </View>
      )}
    </Screen>
  )
}

/** What it takes alone, how many groups are left, and what there is of points. */
function notesOf({ alonePoints, left, available }: Offer, t: ReturnType<typeof useTexts>['t']): string {
  return [
    ...(alonePoints === null ? [] : [t('groups.alone', { points: formatPoints(alonePoints) })]),
    t('groups.left', { count: left }),
    ...(available === null ? [] : [t('offer.have', { points: formatPoints(available) })]),
  ].join(' · ')
}

function Action({ offer }: { offer: Offer }) {
  const { t, say } = useTexts()
  const who = useWho()
  const { tap, busy, error, sure } = usePledge({ code: offer.code }, offer.points, ({ token }) =>
    goInstead('group', { token }),
  )
  const [filling] = offer.mine
  const { bar, available, points, tier, from } = offer
  if (who.value && !who.value.member) return <Button label={t('offer.join')} tall onTap={() => go('join')} />
  const word =
    bar === 'TIER'
      ? t('offer.bar.TIER', { tier: tier ? say(tier) : '' })
      : bar === 'NOT_YET'
        ? t('offer.bar.NOT_YET', { day: from ? dayOf(from) : '' })
        : bar
          ? t(`offer.bar.${bar}`)
          : available !== null && available < points
            ? t('offer.short', { points: formatPoints(points - available) })
            : ''
  return (
    <View>
      {error && <ErrorNote title={t('offer.failed')} error={error} />}
      {word && <View className="center strong amber">{word}</View>}
      {!word && (
        <Button
          label={t(sure ? 'offer.sure' : 'offer.open', { points: formatPoints(points) })}
          tall
          busy={busy}
          onTap={tap}
        />
      )}
      {filling && (
        <View className="gap-8">
          <Button label={t('offer.filling')} kind="quiet" onTap={() => go('group', { token: filling })} />
        </View>
      )}
    </View>
  )
}
