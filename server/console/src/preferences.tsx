/** Language and light or dark: chosen once per browser, known to every page and to antd. */
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, type ReactNode, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type Say, sayIn } from './texts'
import { antdTheme, paint } from './theme'

export type Language = 'zh' | 'en'
export type Mode = 'system' | 'light' | 'dark'
/** A sentence the server sends in both languages. */
export interface BothTexts {
  zh: string
  en: string
}

interface Preferences {
  language: Language
  setLanguage: (language: Language) => void
  mode: Mode
  setMode: (mode: Mode) => void
  dark: boolean
  /** A text of the console in the chosen language. */
  say: Say
  /** A sentence of the server in the chosen language. */
  pick: (texts: BothTexts) => string
}

const LANGUAGE_KEY = 'huitou.console.language'
const MODE_KEY = 'huitou.console.mode'
const Context = createContext<Preferences | null>(null)
const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')
const stillQuery = window.matchMedia('(prefers-reduced-motion: reduce)')
// One place to turn things from antd off: its blurred masks hide the page behind a drawer for no gain.
const plainMask = { mask: { blur: false } }

export function usePreferences(): Preferences {
  const preferences = use(Context)
  if (!preferences) throw new Error('usePreferences outside PreferencesProvider')
  return preferences
}

export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (stored(LANGUAGE_KEY) === 'en' ? 'en' : 'zh'))
  const [mode, setMode] = useState<Mode>(() => modeOf(stored(MODE_KEY)))
  const systemDark = useSyncExternalStore(watchSystem, () => darkQuery.matches)
  const dark = mode === 'system' ? systemDark : mode === 'dark'

  useEffect(() => {
    localStorage.setItem(LANGUAGE_KEY, language)
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  }, [language])
  useEffect(() => localStorage.setItem(MODE_KEY, mode), [mode])
  useEffect(() => paint(dark), [dark])

  const preferences = useMemo<Preferences>(
    () => ({ language, setLanguage, mode, setMode, dark, say: sayIn(language), pick: texts => texts[language] }),
    [language, mode, dark],
  )
  const theme = useMemo(() => antdTheme(dark, !stillQuery.matches), [dark])
  return (
    <Context value={preferences}>
      <ConfigProvider
        theme={theme}
        locale={language === 'zh' ? zhCN : enUS}
        modal={plainMask}
        drawer={plainMask}
        button={{ autoInsertSpace: false }}
      >
        <App message={{ maxCount: 2 }}>{children}</App>
      </ConfigProvider>
    </Context>
  )
}

function watchSystem(changed: () => void): () => void {
  darkQuery.addEventListener('change', changed)
  return () => darkQuery.removeEventListener('change', changed)
}

function stored(key: string): string | null {
  return localStorage.getItem(key)
}

function modeOf(text: string | null): Mode {
  return text === 'light' || text === 'dark' ? text : 'system'
}
