import { View } from '@tarojs/components'
import { type Group, groupsOf, isYes, type Reminders } from '../grant-count'
import { useSubscribe } from '../hooks/use-asks'
import { useTexts } from '../language'
import { tell } from '../notices'
import { spoken } from '../parts/aria'
import { Button } from '../parts/button'
import { wechat } from '../wechat'

/** A place for every template WeChat may be asked for, with what is left and one tap for one more. */
export function Grid({ reminders, waiting }: { reminders: Reminders; waiting: boolean }) {
  const { t } = useTexts()
  return (
    <View>
      <View className="label">{t('reminders.grid')}</View>
      <View className="grid">
        {groupsOf(reminders).map(group => (
          <Cell key={group.templateId} group={group} />
        ))}
      </View>
      {waiting && (
        <View className="banner banner--brand" {...spoken({ role: 'status' })}>
          {t('reminders.waiting')}
        </View>
      )}
    </View>
  )
}

function Cell({ group }: { group: Group }) {
  const { t, say, language } = useTexts()
  const { asked, answers, able, request } = useSubscribe('MESSAGES_PAGE')
  const names = group.kinds.map(({ name }) => say(name)).join(language === 'zh' ? '、' : ', ')
  const added = asked === 'YES' && isYes(answers[group.templateId])
  const settings = () => {
    if (!wechat.openSettings()) tell(t('ask.off'))
  }
  return (
    <View className="card grid__cell">
      <View className="strong">{names}</View>
      <View className="grid__left">
        <View className={group.left > 0 ? 'jade' : 'quiet'}>{t('reminders.left', { count: group.left })}</View>
        {added && <View className="chip chip--jade">{t('reminders.added')}</View>}
      </View>
      <View className="note">{noteOf(group, asked)}</View>
      {able && group.canAsk && asked !== 'OFF' && (
        <Button
          label={t('reminders.more')}
          kind="quiet"
          aria={t('reminders.moreOf', { names })}
          // Nothing stands before the question: WeChat hears it only within the tap.
          onTap={() => request([group.templateId])}
        />
      )}
      {asked === 'OFF' && <Button label={t('ask.settings')} kind="quiet" onTap={settings} />}
    </View>
  )

  function noteOf({ answer, canAsk }: Group, came: typeof asked): string {
    if (came === 'OFF') return t('ask.off')
    if (came === 'FAILED') return t('ask.failed')
    if (came === 'NO') return t('ask.no')
    if (!canAsk) return t('reminders.banned')
    return answer === 'reject' ? t('reminders.refused') : ''
  }
}
