import { View } from '@tarojs/components'
import type { Moment } from '../grants'
import { type Ask, type Asked, useAsks } from '../hooks/use-asks'
import { useTexts } from '../language'
import { wechat } from '../wechat'
import { spoken } from './aria'
import { Button } from './button'
import { Icon } from './icon'

interface Props {
  /** Null while there is nothing to ask about. */
  moment: Moment | null
  /** How many templates one tap asks for; three at most. */
  most: number
}

/** "So that no points expire unnoticed — remind me": what for, and one tap. Not there when asking would gain nothing. */
export function AskLine({ moment, most }: Props) {
  const { asks, asked, ask } = useAsks(moment, most)
  if (asks.length === 0) return null
  return (
    <View className="ask appear">
      <View className="ask__says">
        <Icon name={asked === 'YES' ? 'check' : 'bell'} className="ask__icon" />
        <View className="grow" {...spoken({ role: 'status' })}>
          <Says asks={asks} asked={asked} />
        </View>
      </View>
      <AskButton asked={asked} ask={ask} />
    </View>
  )
}

function Says({ asks, asked }: { asks: Ask[]; asked: Asked }) {
  const { t, say } = useTexts()
  if (asked === 'YES') return <View>{t('ask.yes')}</View>
  if (asked === 'NO') return <View>{t('ask.no')}</View>
  if (asked === 'OFF') return <View>{t('ask.off')}</View>
  return (
    <View>
      {asks.map(({ templateId, reason }) => (
        <View key={templateId}>{say(reason)}</View>
      ))}
      {asked === 'FAILED' && <View className="note">{t('ask.failed')}</View>}
    </View>
  )
}

function AskButton({ asked, ask }: { asked: Asked; ask: () => void }) {
  const { t } = useTexts()
  if (asked === 'YES' || asked === 'NO') return null
  if (asked === 'OFF') return <Button label={t('ask.settings')} kind="quiet" onTap={() => void wechat.openSettings()} />
  return <Button label={t('ask.remind')} kind="quiet" icon="bell" onTap={ask} />
}
