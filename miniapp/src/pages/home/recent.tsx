import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import type { Loaded } from '../../hooks/use-load'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { BoneRows } from '../../parts/bone'
import { EntryRow } from '../../parts/entry-row'
import { ErrorNote } from '../../parts/error-note'
import { go } from '../../routes'

/** The last few entries. An empty history is not worth a picture on the home page: one sentence does. */
export function Recent({ recent }: { recent: Loaded<ReplyOf<'GET /member/entries'>> }) {
  const { t } = useTexts()
  const items = recent.value?.items
  return (
    <View>
      <View className="label">
        {t('home.recent')}
        {items && items.length > 0 && (
          <View className="link" onClick={() => go('statement')} {...spoken({ role: 'button' })}>
            {t('all')}
          </View>
        )}
      </View>
      {!items && recent.error ? (
        <ErrorNote error={recent.error} onRetry={() => void recent.reload()} busy={recent.busy} />
      ) : (
        <View className="card card--flush">
          {!items && <BoneRows count={2} />}
          {items?.length === 0 && <View className="row quiet">{t('home.noEntries')}</View>}
          {items?.map(entry => (
            <EntryRow key={entry.entryNo} entry={entry} />
          ))}
        </View>
      )}
    </View>
  )
}
