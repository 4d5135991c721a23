import { formatPoints } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { Text, View } from '@tarojs/components'
import Taro, { usePullDownRefresh, useRouter } from '@tarojs/taro'
import { call } from '../call'
import { stampOf } from '../dates'
import { usePages } from '../hooks/use-pages'
import { useTexts } from '../language'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import './draws.scss'

type Proof = ReplyOf<'GET /draws/:code/proofs/:day'>

/** What a day's draws are proven by, and how anybody checks them with tools of their own. */
export default function ProofPage() {
  const { t } = useTexts()
  const { code = '', day = '' } = useRouter().params
  const list = usePages<Proof>(`proof:${code}:${day}`, cursor =>
    call('GET /draws/:code/proofs/:day', { params: { code, day }, query: cursor ? { cursor } : {} }),
  )
  const proof = list.first.value
  usePullDownRefresh(() => void list.first.reload().then(() => Taro.stopPullDownRefresh()))
  const none = list.error && /^(record|input)\./.test(list.error.code)
  return (
    <Screen title={t('proof.title')} shows={[list.first]}>
      {none && <Empty picture="shelf" title={t('proof.none')} />}
      {!none && list.error && (
        <ErrorNote title={t('proof.failed')} error={list.error} onRetry={list.retry} busy={list.busy} />
      )}
      {proof && <ProofView proof={proof} pages={list.pages} onMore={list.more} />}
      {!proof && !list.error && (
        <View className="card card--flush">
          <BoneRows count={5} />
        </View>
      )}
    </Screen>
  )
}

function ProofView({ proof, pages, onMore }: { proof: Proof; pages: Proof[]; onMore: () => void }) {
  const { t, say } = useTexts()
  const { code, day, sha256, seed, promisedAt, revealedAt } = proof
  const results = pages.flatMap(page => page.items)
  const names = new Map(
    pages.flatMap(page => page.odds.flatMap(table => table.prizes.map(one => [one.code, one.name]))),
  )
  const nameOf = (prize: string) => {
    const name = names.get(prize)
    return name ? say(name) : prize
  }
  return (
    <View className="appear">
      <View className="card">
        <View className="heading">{say(proof.pool)}</View>
        <View className="note">{day}</View>
        <View className="note gap-8">{t('proof.lead')}</View>
      </View>
      <View className="card card--flush gap-16">
        <Row
          title={t('proof.sha256')}
          note={<Digits text={sha256} />}
          value={t('proof.since', { time: stampOf(promisedAt) })}
        />
        <Row
          title={t('proof.seed')}
          note={seed ? <Digits text={seed} /> : t('proof.later', { time: stampOf(revealedAt) })}
        />
      </View>
      <View className="label">{t('proof.how')}</View>
      <View className="card card--flush">
        <Row title={`1. ${t('proof.step1')}`} />
        <Row title={`2. ${t('proof.step2', { message: `${code}|${day}|1` })}`} />
        <Row title={`3. ${t('proof.step3')}`} />
      </View>
      {results.length > 0 && (
        <View>
          <View className="label">{t('proof.results', { count: proof.draws })}</View>
          <View className="card card--flush">
            {results.map(({ number, ticket, landed, given }) => (
              <Row
                key={number}
                title={
                  landed === given
                    ? nameOf(given)
                    : t('proof.replaced', { landed: nameOf(landed), given: nameOf(given) })
                }
                note={t('proof.result', { number, ticket: formatPoints(ticket) })}
              />
            ))}
          </View>
          {pages.at(-1)?.nextCursor && <Button label={t('proof.more')} kind="plain" onTap={onMore} />}
        </View>
      )}
    </View>
  )
}

/** To be copied by a long press: nobody types 64 digits. */
function Digits({ text }: { text: string }) {
  return (
    <Text className="digits" userSelect selectable>
      {text}
    </Text>
  )
}
