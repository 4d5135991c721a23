import { formatPoints } from '@huitou/shared/amounts'
import { Image, View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { call } from '../../call'
import { dayOf } from '../../dates'
import { useLoad } from '../../hooks/use-load'
import { useProgramme } from '../../hooks/use-who'
import { spoken } from '../../parts/aria'
import { Bone, BoneRows } from '../../parts/bone'
import { Button } from '../../parts/button'
import { Empty } from '../../parts/empty'
import { ErrorNote } from '../../parts/error-note'
import { Icon } from '../../parts/icon'
import { pictureUrl } from '../../parts/reward-picture'
import { Screen } from '../../parts/screen'
import { TierBadge } from '../../parts/tier-badge'
import { go, goBack } from '../../routes'
import { useTexts } from '../language'
import '../staff.scss'
import type { Benefit, Benefits } from '../verify-client'
import { onCounter } from './counter'

/** A scanned member, masked: what is usable here and now, what is not and why. That somebody looked is kept. */
export default function MemberPage() {
  const { t } = useTexts()
  const { scanId = '', from } = useRouter().params
  const held = useLoad(
    scanId && `benefits:${scanId}`,
    () => call('GET /staff/scans/:scanId/benefits', { params: { scanId } }),
    { freshMs: 0 },
  )
  const gone = held.error && /^(scan|code)\./.test(held.error.code)
  return (
    <Screen title={t('member.title')} shows={[held]}>
      {gone && (
        <Empty
          picture="broken"
          title={t('member.gone')}
          note={t('member.goneNote')}
          action={{ label: t('verify.back'), onTap: goBack }}
        />
      )}
      {!gone && held.value && <Card held={held.value} />}
      {!gone && !held.value && !held.error && <Bones />}
      {/* Points can be recorded whatever became of the list. */}
      {!gone && (
        <Button
          label={t('member.bill')}
          icon="receipt"
          tall
          onTap={() => (from === 'bill' ? goBack() : go('bill', { scanId }))}
        />
      )}
      {!gone && held.value && <Holdings held={held.value} scanId={scanId} />}
      {!gone && held.error && !held.value && (
        <View className="gap-16">
          <ErrorNote
            title={t('member.failed')}
            error={held.error}
            kept={t('member.kept')}
            onRetry={() => void held.reload()}
            busy={held.busy}
          />
        </View>
      )}
    </Screen>
  )
}

function Card({ held: { member, birthdayMonth } }: { held: Benefits }) {
  const { t } = useTexts()
  return (
    <View className="card">
      <View className="line">
        <Icon name="person" className="row__icon" />
        <View className="grow">
          <View className="line">
            <View className="title staff__name">{member.nickname || t('member')}</View>
            <TierBadge tier={member.tier} />
          </View>
          <View className="note">{member.phoneMasked}</View>
          <View className="note figure">{t('bill.has', { points: formatPoints(member.points) })}</View>
        </View>
      </View>
      {birthdayMonth && (
        <View className="banner banner--brand gap-8" {...spoken({ role: 'status' })}>
          <Icon name="gift" className="banner__icon" />
          <View className="grow">{t('member.birthday')}</View>
        </View>
      )}
    </View>
  )
}

function Holdings({ held: { items, later, more }, scanId }: { held: Benefits; scanId: string }) {
  const { t } = useTexts()
  const nothing = items.length + later.length === 0
  return (
    <View>
      <View className="label">{t('member.here')}</View>
      <View className="card card--flush">
        {items.length === 0 && (
          <Empty
            picture="ticket"
            title={t(nothing ? 'member.nothing' : 'member.none')}
            note={nothing ? '' : t('member.noneNote')}
          />
        )}
        {items.map(benefit => (
          <BenefitRow key={`${benefit.kind}${benefit.id}`} benefit={benefit} scanId={scanId} />
        ))}
      </View>
      {later.length > 0 && (
        <View>
          <View className="label">{t('member.later')}</View>
          <View className="card card--flush">
            {later.map(benefit => (
              <BenefitRow key={`${benefit.kind}${benefit.id}`} benefit={benefit} scanId={scanId} />
            ))}
          </View>
        </View>
      )}
      {more && <View className="note center">{t('member.more')}</View>}
      <View className="tiny center gap-8">{t('member.logged')}</View>
    </View>
  )
}

/** One coupon or voucher; a tap goes to its confirmation, which says rule by rule what is in the way. */
function BenefitRow({ benefit, scanId }: { benefit: Benefit; scanId: string }) {
  const { t, say } = useTexts()
  const zone = useProgramme().value?.timeZone
  const { kind, id, image, why } = benefit
  const open = () => {
    onCounter.set({ shown: { scanId, kind, id }, check: null, offline: false })
    go('verify')
  }
  return (
    <View className="row" hoverClass="pressed" onClick={open} {...spoken({ role: 'button', label: say(benefit.name) })}>
      {image ? (
        <Image className="benefit__image" src={`${pictureUrl(image)}-small`} mode="aspectFill" aria-hidden />
      ) : (
        <Icon name={kind === 'COUPON' ? 'ticket' : 'gift'} className={`row__icon ${why ? '' : 'gold'}`} />
      )}
      <View className="row__text">
        <View className={why ? 'quiet' : 'strong'}>{say(benefit.name)}</View>
        {why ? (
          <View className="note amber">{say(why)}</View>
        ) : (
          <View className="note">
            {[say(benefit.valueLine), say(benefit.condition)].filter(part => part !== '').join(' · ')}
          </View>
        )}
        <View className="note figure">
          {benefit.uses > 1 && `${t('member.uses', { left: benefit.left, uses: benefit.uses })} · `}
          {t('member.until', { day: dayOf(Date.parse(benefit.expiresAt) - 1, zone) })}
        </View>
      </View>
      <Icon name="next" className="row__next" />
    </View>
  )
}

function Bones() {
  return (
    <View>
      <Bone height={112} card />
      <View className="card card--flush gap-16">
        <BoneRows count={3} />
      </View>
    </View>
  )
}
