import { View } from '@tarojs/components'
import { sceneOfScan } from '../arrival'
import { useTexts } from '../language'
import { tell } from '../notices'
import { go } from '../routes'
import { wechat } from '../wechat'
import { Button } from './button'
import { CodeSheet, useScanner } from './code-sheet'

/** The diner's own scan inside the app: only a table code leads anywhere. */
export function ScanTableButton() {
  const { t } = useTexts()
  const scanner = useScanner(text => {
    const scene = sceneOfScan(text, wechat.hosts)
    if (scene) go('table', { scene })
    else tell(t('scan.notTable'))
  })
  return (
    <View>
      <Button label={t('home.scan')} icon="scan" kind="plain" onTap={() => void scanner.start()} />
      <CodeSheet scanner={scanner} title={t('scan.tableTitle')} hint={t('scan.tableHint')} />
    </View>
  )
}
