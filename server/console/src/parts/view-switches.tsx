import { MoonOutlined, SunOutlined, TranslationOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { usePreferences } from '../preferences'

/** Language and light or dark, one press each. */
export function ViewSwitches() {
  const { say, language, setLanguage, dark, setMode } = usePreferences()
  const darkLabel = dark ? say('view.light') : say('view.dark')
  return (
    <>
      <Tooltip title={say('view.language')}>
        <Button
          type="text"
          icon={<TranslationOutlined />}
          aria-label={say('view.language')}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        />
      </Tooltip>
      <Tooltip title={darkLabel}>
        <Button
          type="text"
          icon={dark ? <SunOutlined /> : <MoonOutlined />}
          aria-label={darkLabel}
          onClick={() => setMode(dark ? 'light' : 'dark')}
        />
      </Tooltip>
    </>
  )
}
