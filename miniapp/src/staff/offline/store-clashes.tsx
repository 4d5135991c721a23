import { formatYuan } from '@huitou/shared/amounts'
import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import { call } from '../../call'
import { stampOf } from '../../dates'
import { usePages } from '../../hooks/use-pages'
import { Button } from '../../parts/button'
import { ErrorNote } from '../../parts/error-note'
import { useTexts } from '../language'

type Page = ReplyOf<'GET /staff/offline-verifications'>
type Clash = Page['items'][number]

/** For the manager: what was used twice in this store, by whom and on which phone, each time. */
export function StoreClashes({ storeId }: { storeId: string }) {
  const { t } = useTexts()
  const list = usePages<Page>(`offline-clashes:${storeId}`, cursor =>
    call('GET /staff/offline-verifications', { query: { state: 'CONFLICT', ...(cursor ? { cursor } : {}) } }),
  )
  const clashes = list.pages.flatMap(page => page.items)
  if (clashes.length === 0) return list.error ? <ErrorNote error={list.error} onRetry={list.retry} /> : null
  return (
    <View>
      <View className="label">{t('off.storeClashes')}</View>
      <View className="card card--flush">
        {clashes.map(clash => (
          <ClashLine key={clash.id} clash={clash} />
        ))}
      </View>
      {!list.ended && <Button label={t('off.more')} kind="plain" busy={list.busy} onTap={list.more} />}
    </View>
  )
}

function ClashLine({ clash }: { clash: Clash }) {
  const { t } = useTexts()
  const { first } = clash
  const phone = (device: string) => t('off.phone', { device: device.slice(-4) })
  return (
    <View className="off-line">
      <View className="strong">{clash.name}</View>
      <View className="note figure">
        {stampOf(clash.acceptedAt)} · {formatYuan(clash.worthFen)}
      </View>
      <View className="note">
        {t('off.second', { by: clash.by })} · {phone(clash.device)}
      </View>
      {first && (
        <View className="note figure">
          {t('off.first', { time: first.at ? stampOf(first.at) : '—', store: first.store, by: first.by })}
          {first.device ? ` · ${phone(first.device)}` : ''}
        </View>
      )}
      {clash.overAllowance && <View className="amber">{t('off.over')}</View>}
    </View>
  )
}
