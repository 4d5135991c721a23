import Taro from '@tarojs/taro'
import { translate } from './language'
import type { Language } from './preferences'

// The bar starts in Chinese from app.config; only a change has to be told to it.
let named: Language = 'zh'

/** Writes the four tabs in the chosen language. WeChat refuses outside of a tab page; the next tab page then does it. */
export function nameTabs(language: Language): void {
  if (named === language) return
  const texts = [translate('tab.home'), translate('tab.code'), translate('tab.mall'), translate('tab.me')]
  Promise.all(texts.map((text, index) => Taro.setTabBarItem({ index, text }))).then(
    () => {
      named = language
    },
    () => undefined,
  )
}
