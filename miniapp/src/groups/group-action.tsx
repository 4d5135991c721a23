import { formatPoints } from '@huitou/shared/amounts'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { type CallError, call } from '../call'
import { asCallError } from '../hooks/use-load'
import { useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { copy, nudge } from '../notices'
import { Button } from '../parts/button'
import { ErrorNote } from '../parts/error-note'
import { go } from '../routes'
import { wechat } from '../wechat'
import { type Group, usePledge } from './use-pledge'

interface Props {
  group: Group
  onChange: (group: Group) => void
}

/** The one thing to do with a group: join it, bring others, take the voucher, or see the points that came back. */
export function GroupAction({ group, onChange }: Props) {
  const { t } = useTexts()
  const who = useWho()
  const { mine, state, offer } = group
  if (who.value && !who.value.member) return <Button label={t('group.joinFirst')} tall onTap={() => go('join')} />
  const redemptionId = mine?.redemptionId
  if (redemptionId) {
    return <Button label={t('group.voucher')} icon="ticket" tall onTap={() => go('voucher', { id: redemptionId })} />
  }
  if (mine?.state === 'HELD' && state === 'OPEN') return <Waiting group={group} onChange={onChange} />
  if (!mine || mine.state === 'CANCELLED') {
    if (state === 'OPEN') return <Join group={group} onChange={onChange} />
    return <Button label={t('group.own')} kind="quiet" onTap={() => go('groupOffer', { code: offer.code })} />
  }
  const entryNo = mine.endEntry ?? mine.heldEntry
  return <Button label={t('group.entry')} kind="quiet" onTap={() => go('entry', { entryNo })} />
}

function Join({ group, onChange }: Props) {
  const { t, say } = useTexts()
  const { bar, points, available, offer } = group
  const { tap, busy, error, sure } = usePledge({ token: group.token }, points, onChange)
  const word =
    bar === 'TIER'
      ? t('group.bar.TIER', { tier: offer.tier ? say(offer.tier) : '' })
      : bar && bar !== 'IN'
        ? t(`group.bar.${bar}`)
        : available !== null && available < points
          ? t('offer.short', { points: formatPoints(points - available) })
          : ''
  return (
    <View>
      {error && <ErrorNote title={t('group.joinFailed')} error={error} />}
      {word ? (
        <View>
          <View className="center strong amber">{word}</View>
          <View className="gap-8">
            <Button label={t('group.own')} kind="quiet" onTap={() => go('groupOffer', { code: offer.code })} />
          </View>
        </View>
      ) : (
        <Button
          label={t(sure ? 'group.sure' : 'group.join', { points: formatPoints(points) })}
          tall
          busy={busy}
          onTap={tap}
        />
      )}
    </View>
  )
}

/** In WeChat only its own button opens the list of friends; a browser has a link to copy. */
function Waiting({ group, onChange }: Props) {
  const { t } = useTexts()
  const [sure, setSure] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<CallError | null>(null)
  const cancel = async () => {
    setBusy(true)
    setError(null)
    try {
      onChange(await call('POST /groups/:token/cancellations', { params: { token: group.token } }))
      nudge()
    } catch (thrown) {
      setError(asCallError(thrown))
    }
    setSure(false)
    setBusy(false)
  }
  return (
    <View>
      {wechat.sharesBy === 'CARD' ? (
        <Button label={t('group.share')} icon="send" tall native={{ openType: 'share' }} />
      ) : (
        <Button label={t('group.copy')} icon="copy" tall onTap={() => copy(wechat.linkTo(`group=${group.token}`))} />
      )}
      {error && <ErrorNote title={t('group.cancelFailed')} error={error} />}
      {group.mine?.cancellable && (
        <Button
          label={t(sure ? 'group.cancelSure' : 'group.cancel')}
          kind="plain"
          busy={busy}
          onTap={() => (sure ? void cancel() : setSure(true))}
        />
      )}
    </View>
  )
}
