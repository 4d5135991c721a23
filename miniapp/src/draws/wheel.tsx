import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { useCallback } from 'react'
import { call } from '../call'
import { dayOf } from '../dates'
import { useLoad } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { nudge } from '../notices'
import { spoken } from '../parts/aria'
import { Bone } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { go, goTab } from '../routes'
import './draws.scss'
import { oddsText } from './odds'
import { ResultSheet } from './result-sheet'
import { type Pool, type Spin, useSpin } from './use-spin'

/** One lottery: what it costs, what there is to win and how likely, and then the draw. */
export default function WheelPage() {
  const { t } = useTexts()
  const { code = '' } = useRouter().params
  const memberNo = useWho().value?.member?.memberNo ?? ''
  const pool = useLoad(code ? `draw:${memberNo}:${code}` : null, () => call('GET /draws/:code', { params: { code } }))
  const { reload } = pool
  const refresh = useCallback(() => {
    nudge()
    void reload()
  }, [reload])
  const spin = useSpin(pool.value, memberNo, refresh)
  usePullDownRefresh(() => void reload().then(() => Taro.stopPullDownRefresh()))
  const shut = pool.error && /^(record|input|draw)\./.test(pool.error.code)
  return (
    <Screen title={t('draw.title')} shows={[pool]}>
      {shut && (
        <Empty
          picture="shelf"
          title={t('draw.shut')}
          note={t('draws.noneNote')}
          action={{ label: t('reward.toMall'), onTap: () => goTab('mall') }}
        />
      )}
      {!shut && pool.value && <PoolView pool={pool.value} spin={spin} />}
      {!shut && !pool.value && pool.error && (
        <ErrorNote
          title={t('draw.readFailed')}
          error={pool.error}
          kept={t('reward.kept')}
          onRetry={() => void reload()}
          busy={pool.busy}
        />
      )}
      {!pool.value && !pool.error && (
        <View>
          <Bone height={160} card />
          <View className="gap-16">
            <Bone height={280} card />
          </View>
        </View>
      )}
    </Screen>
  )
}

function PoolView({ pool, spin }: { pool: Pool; spin: Spin }) {
  const { t, say } = useTexts()
  return (
    <View className="appear" onClick={spin.tile === null ? undefined : spin.skip}>
      <View className="card">
        <View className="heading">{say(pool.name)}</View>
        {say(pool.note) && <View className="note gap-4">{say(pool.note)}</View>}
        {pool.mine && (
          <View className="note gap-4">
            {t('draw.cost', { points: formatPoints(pool.points), left: pool.mine.left })}
            {` · ${t('draw.have', { points: formatPoints(pool.mine.available) })}`}
          </View>
        )}
        <View className="gap-16">
          <Action pool={pool} spin={spin} />
        </View>
      </View>
      <View className="label">{t('draw.prizes')}</View>
      <Prizes pool={pool} lit={spin.tile} />
      <View className="label">{t('draw.terms')}</View>
      <View className="card card--flush">
        {pool.terms.map(({ label, text }) => (
          <Row key={label.zh} title={say(label)} note={say(text)} />
        ))}
        <Row
          icon="shield"
          title={t('draw.promise')}
          note={`${pool.promise.sha256.slice(0, 16)}… · ${t('draw.promiseNote')}`}
          onTap={() => go('proof', { code: pool.code, day: pool.promise.day })}
        />
        {pool.mine && <Row icon="statement" title={t('draw.mine')} onTap={() => go('wins', { code: pool.code })} />}
      </View>
      {spin.result && <ResultSheet pool={pool} result={spin.result} spin={spin} />}
    </View>
  )
}

/** The one thing to do here: draw, see a draw that was interrupted, or join. */
function Action({ pool, spin }: { pool: Pool; spin: Spin }) {
  const { t } = useTexts()
  const who = useWho()
  const word = useBarWord(pool)
  if (who.value && !who.value.member) return <Button label={t('draw.join')} tall onTap={() => go('join')} />
  if (spin.tile !== null) return <Button label={t('draw.spinning')} tall kind="quiet" onTap={spin.skip} />
  if (spin.unknown) {
    return (
      <View>
        {spin.error && <ErrorNote title={t('draw.unknown')} error={spin.error} kept={t('draw.kept')} />}
        <Button label={t('draw.resume')} tall busy={spin.busy} onTap={spin.resume} />
      </View>
    )
  }
  const points = formatPoints(pool.points)
  return (
    <View>
      {spin.error && <ErrorNote title={t('draw.failed')} error={spin.error} />}
      {word ? (
        <View className="center strong amber">{word}</View>
      ) : (
        <Button label={t('draw.spin', { points })} tall busy={spin.busy} onTap={spin.spin} />
      )}
    </View>
  )
}

/** Why there is no draw now; empty when there is one. */
function useBarWord({ bar, tier, from, points, mine }: Pool): string {
  const { t, say } = useTexts()
  if (bar === 'TIER') return t('draw.bar.TIER', { tier: tier ? say(tier) : '' })
  if (bar === 'NOT_YET') return t('draw.bar.NOT_YET', { day: from ? dayOf(from) : '' })
  if (bar) return t(`draw.bar.${bar}`)
  return mine && mine.available < points ? t('draw.short', { points: formatPoints(points - mine.available) }) : ''
}

/** What there is to win: odds and what is left stand on every tile, and the highlight runs over them. */
function Prizes({ pool, lit }: { pool: Pool; lit: number | null }) {
  const { t, say } = useTexts()
  return (
    <View className="tiles">
      {pool.prizes.map(({ code, name, kind, odds, left, consolation }, at) => {
        const stock = left === null ? t('draw.endless') : left > 0 ? t('draw.left', { count: left }) : t('draw.gone')
        const words = `${say(name)} ${t('draw.odds', { odds: oddsText(odds) })} ${stock}`
        return (
          <View
            key={code}
            className={`tile tile--${kind.toLowerCase()} ${lit === at ? 'tile--lit' : ''} ${left === 0 ? 'tile--gone' : ''}`}
            {...spoken({ role: 'img', label: words })}
          >
            <View className="tile__name">{say(name)}</View>
            <View className="tile__odds figure">{t('draw.odds', { odds: oddsText(odds) })}</View>
            <View className="tile__left figure">{consolation ? `${stock} · ${t('draw.stand')}` : stock}</View>
          </View>
        )
      })}
    </View>
  )
}
