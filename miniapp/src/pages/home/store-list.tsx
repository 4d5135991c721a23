import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import type { Loaded } from '../../hooks/use-load'
import { useTexts } from '../../language'
import { spoken } from '../../parts/aria'
import { BoneRows } from '../../parts/bone'
import { ErrorNote } from '../../parts/error-note'
import { Row } from '../../parts/row'
import { go } from '../../routes'

const SHOWN = 2

export function StoreList({ stores }: { stores: Loaded<ReplyOf<'GET /stores'>> }) {
  const { t } = useTexts()
  const items = stores.value?.items
  return (
    <View>
      <View className="label">
        {t('home.stores')}
        {items && items.length > SHOWN && (
          <View className="link" onClick={() => go('stores')} {...spoken({ role: 'button' })}>
            {t('home.allStores', { count: items.length })}
          </View>
        )}
      </View>
      {!items && stores.error ? (
        <ErrorNote error={stores.error} onRetry={() => void stores.reload()} busy={stores.busy} />
      ) : (
        <View className="card card--flush">
          {!items && <BoneRows count={2} />}
          {items?.length === 0 && <View className="row quiet">{t('stores.none')}</View>}
          {items?.slice(0, SHOWN).map(store => (
            <Row
              key={store.id}
              icon="store"
              title={store.name}
              note={`${store.address}\n${t('stores.hours', { hours: store.openHours })}`}
              onTap={() => go('stores', { id: store.id })}
            />
          ))}
        </View>
      )}
    </View>
  )
}
