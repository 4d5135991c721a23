import type { ReplyOf } from '@huitou/shared/client'
import { Input, Picker, View } from '@tarojs/components'
import { useState } from 'react'
import { put } from '../cache'
import { type CallError, call } from '../call'
import { asCallError, useLoad } from '../hooks/use-load'
import { putWho, useWho } from '../hooks/use-who'
import { useTexts } from '../language'
import { tell } from '../notices'
import { spoken } from '../parts/aria'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Icon } from '../parts/icon'
import { Screen } from '../parts/screen'
import { go } from '../routes'
import { birthdayOf, daysOf, MONTHS } from './birthdays'

type Profile = ReplyOf<'GET /member/profile'>
type Calendar = 'SOLAR' | 'LUNAR'

/** Nickname and birthday, each with what it is for. */
export default function ProfilePage() {
  const { t } = useTexts()
  const who = useWho()
  const member = who.value?.member ?? null
  const guest = who.value !== null && !member
  const key = member ? `profile:${member.memberNo}` : null
  const profile = useLoad(key, () => call('GET /member/profile'))
  const error = profile.error ?? (who.value ? null : who.error)
  const retry = () => void (who.value ? profile.reload() : who.reload())
  return (
    <Screen title={t('profile.title')} shows={[profile]}>
      {guest && (
        <Empty
          picture="bowl"
          title={t('home.guest')}
          note={t('home.guestNote')}
          action={{ label: t('home.join'), onTap: () => go('join') }}
        />
      )}
      {key && profile.value && <Form key={JSON.stringify(profile.value)} cacheKey={key} profile={profile.value} />}
      {!profile.value && error && <ErrorNote error={error} onRetry={retry} busy={profile.busy || who.busy} />}
      {!guest && !profile.value && !error && (
        <View className="card card--flush">
          <BoneRows count={3} />
        </View>
      )}
    </Screen>
  )
}

function Form({ profile, cacheKey }: { profile: Profile; cacheKey: string }) {
  const { t } = useTexts()
  const who = useWho()
  const [nickname, setNickname] = useState(profile.nickname)
  const [birthday, setBirthday] = useState(profile.birthday)
  const [error, setError] = useState<CallError | null>(null)
  const [busy, setBusy] = useState(false)
  const name = nickname.trim()
  const save = async () => {
    setBusy(true)
    setError(null)
    try {
      const saved = await call('PUT /member/profile', { body: { nickname: name, birthday } })
      const earned = saved.reward?.earned && !profile.reward?.earned ? saved.reward.points : 0
      tell(earned > 0 ? t('profile.earned', { points: earned }) : t('profile.saved'))
      if (who.value?.member) putWho({ ...who.value, member: { ...who.value.member, nickname: saved.nickname } })
      put(cacheKey, saved)
    } catch (failure) {
      setError(asCallError(failure))
    }
    setBusy(false)
  }
  return (
    <View className="appear">
      {profile.reward && !profile.reward.earned && (
        <View className="card">{t('profile.reward', { points: profile.reward.points })}</View>
      )}
      <View className="label">{t('profile.nickname')}</View>
      <Input
        className="field"
        value={nickname}
        maxlength={20}
        placeholder={t('profile.nicknameHint')}
        aria-label={t('profile.nickname')}
        onInput={event => setNickname(event.detail.value)}
      />
      <BirthdayField profile={profile} birthday={birthday} onChange={setBirthday} />
      <View className="gap-16">
        <Button label={t('profile.save')} tall busy={busy} disabled={name === ''} onTap={() => void save()} />
      </View>
      {error && <ErrorNote title={t('profile.failed')} error={error} kept={t('profile.kept')} />}
    </View>
  )
}

interface BirthdayProps {
  profile: Profile
  birthday: Profile['birthday']
  onChange: (birthday: Profile['birthday']) => void
}

/** Month and day in the calendar the family counts by; no year is asked for. */
function BirthdayField({ profile, birthday, onChange }: BirthdayProps) {
  const { t } = useTexts()
  const fixed = profile.birthdayFixedUntil
  // Choosing the calendar is not yet choosing a day: a birthday nobody named must never be saved.
  const [wanted, setWanted] = useState<Calendar>('SOLAR')
  const calendar = birthday?.calendar ?? wanted
  const [month, day] = birthday ? birthday.on.split('-').map(Number) : [1, 1]
  const [column, setColumn] = useState(month ?? 1)
  const monthNames = MONTHS.map(each =>
    t(calendar === 'LUNAR' ? 'profile.lunarMonth' : 'profile.month', { month: each }),
  )
  const dayNames = daysOf(calendar, column).map(each => t('profile.day', { day: each }))
  const shown = birthday
    ? t(calendar === 'LUNAR' ? 'profile.lunarDay' : 'profile.solarDay', { month: month ?? 1, day: day ?? 1 })
    : t('profile.choose')
  const choose = (each: Calendar) => {
    setWanted(each)
    if (birthday) onChange(birthdayOf(each, month ?? 1, day ?? 1))
  }
  return (
    <View>
      <View className="label">{t('profile.birthday')}</View>
      <View className="card card--flush">
        {(['SOLAR', 'LUNAR'] as const).map(each => (
          <View
            key={each}
            className={`row tick tick--round ${each === calendar ? 'tick--on' : ''}`}
            hoverClass="pressed"
            onClick={() => !fixed && choose(each)}
            {...spoken({ role: 'radio', checked: each === calendar, label: t(`calendar.${each}`) })}
          >
            <View className="row__text">{t(`calendar.${each}`)}</View>
            <View className="tick__dot" />
          </View>
        ))}
        <Picker
          mode="multiSelector"
          range={[monthNames, dayNames]}
          value={[(month ?? 1) - 1, (day ?? 1) - 1]}
          disabled={fixed !== null}
          onColumnChange={event => event.detail.column === 0 && setColumn(event.detail.value + 1)}
          onChange={({ detail }) =>
            onChange(birthdayOf(calendar, (detail.value[0] ?? 0) + 1, (detail.value[1] ?? 0) + 1))
          }
        >
          <View className="row row--ruled" {...spoken({ role: 'button', label: t('profile.birthday') })}>
            <View className={`row__text ${birthday ? '' : 'brand-ink'}`}>{shown}</View>
            {!fixed && <Icon name="next" className="row__next" />}
          </View>
        </Picker>
      </View>
      <View className="note gap-8">{fixed ? t('profile.fixed', { day: fixed }) : t('profile.birthdayNote')}</View>
    </View>
  )
}
