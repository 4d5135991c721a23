import { View } from '@tarojs/components'
import { useTexts } from '../language'
import { spoken } from '../parts/aria'
import { Row } from '../parts/row'
import { Screen } from '../parts/screen'
import { type Language, prefer, preferences, type TextSize } from '../preferences'
import { go } from '../routes'
import { useStore } from '../store'
import { VERSION } from '../version'

const SIZES: TextSize[] = ['AUTO', 'NORMAL', 'LARGE', 'HUGE']
const LANGUAGES: { value: Language; name: string }[] = [
  { value: 'zh', name: '简体中文' },
  { value: 'en', name: 'English' },
]

export default function SettingsPage() {
  const { t, language } = useTexts()
  const { textSize } = useStore(preferences)
  return (
    <Screen title={t('settings.title')}>
      <View className="label">{t('settings.textSize')}</View>
      <View className="card card--flush">
        {SIZES.map(size => (
          <Choice
            key={size}
            name={t(`size.${size}`)}
            chosen={size === textSize}
            onChoose={() => prefer({ textSize: size })}
          />
        ))}
      </View>
      <View className="card">
        <View className="note">{t('settings.sample')}</View>
        <View className="gap-4">{t('settings.sampleText')}</View>
      </View>
      <View className="label">{t('settings.language')}</View>
      <View className="card card--flush">
        {LANGUAGES.map(({ value, name }) => (
          <Choice key={value} name={name} chosen={value === language} onChoose={() => prefer({ language: value })} />
        ))}
      </View>
      <View className="label">{t('settings.more')}</View>
      <View className="card card--flush">
        <Row icon="shield" title={t('me.privacy')} onTap={() => go('privacy')} />
        <Row icon="bell" title={t('me.messages')} onTap={() => go('messages')} />
        <Row title={t('settings.version')} value={VERSION} />
      </View>
    </Screen>
  )
}

function Choice({ name, chosen, onChoose }: { name: string; chosen: boolean; onChoose: () => void }) {
  return (
    <View
      className={`row tick tick--round ${chosen ? 'tick--on' : ''}`}
      hoverClass="pressed"
      onClick={onChoose}
      {...spoken({ role: 'radio', checked: chosen, label: name })}
    >
      <View className="row__text">{name}</View>
      <View className="tick__dot" />
    </View>
  )
}
