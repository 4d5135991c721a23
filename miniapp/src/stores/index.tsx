import type { ReplyOf } from '@huitou/shared/client'
import { View } from '@tarojs/components'
import Taro, { usePullDownRefresh } from '@tarojs/taro'
import { useState } from 'react'
import { distanceText, metresBetween } from '../distance'
import { useStores } from '../hooks/use-who'
import { useTexts } from '../language'
import { copy, tell } from '../notices'
import { BoneRows } from '../parts/bone'
import { Button } from '../parts/button'
import { Empty } from '../parts/empty'
import { ErrorNote } from '../parts/error-note'
import { Screen } from '../parts/screen'
import { wechat } from '../wechat'
import type { Place } from '../wechat.types'

type Store = ReplyOf<'GET /stores'>['items'][number]

export default function StoresPage() {
  const { t } = useTexts()
  const stores = useStores()
  const [here, setHere] = useState<Place | 'UNKNOWN' | null>(null)
  usePullDownRefresh(() => void stores.reload().then(() => Taro.stopPullDownRefresh()))
  const items = byDistance(stores.value?.items ?? [], here === 'UNKNOWN' ? null : here)
  // Asked only on this tap: nobody owes us a place to look at a list of three stores.
  const locate = async () => setHere((await wechat.place()) ?? 'UNKNOWN')
  const placed = items.some(({ store }) => store.latitude !== null)
  return (
    <Screen title={t('stores.title')} shows={[stores]}>
      {!stores.value && stores.error && (
        <ErrorNote error={stores.error} onRetry={() => void stores.reload()} busy={stores.busy} />
      )}
      {!stores.value && !stores.error && (
        <View className="card card--flush">
          <BoneRows count={3} />
        </View>
      )}
      {stores.value && items.length === 0 && (
        <Empty picture="store" title={t('stores.none')} note={t('stores.noneNote')} />
      )}
      {here === 'UNKNOWN' && <View className="banner banner--brand">{t('stores.noPlace')}</View>}
      {items.map(({ store, metres }) => (
        <StoreCard key={store.id} store={store} metres={metres} />
      ))}
      {placed && here === null && (
        <Button label={t('stores.near')} icon="pin" kind="plain" onTap={() => void locate()} />
      )}
    </Screen>
  )
}

interface Near {
  store: Store
  metres: number | null
}

function byDistance(stores: Store[], here: Place | null): Near[] {
  const near = stores.map(store => {
    const { latitude, longitude } = store
    const metres = here && latitude !== null && longitude !== null ? metresBetween(here, { latitude, longitude }) : null
    return { store, metres }
  })
  return here ? near.sort((a, b) => (a.metres ?? Number.MAX_VALUE) - (b.metres ?? Number.MAX_VALUE)) : near
}

function StoreCard({ store, metres }: Near) {
  const { t } = useTexts()
  const { latitude, longitude, name, address, phone } = store
  const map = () => {
    const shown = latitude !== null && longitude !== null && wechat.openMap({ latitude, longitude, name, address })
    if (!shown) copy(`${name} ${address}`)
  }
  const ring = () => void Taro.makePhoneCall({ phoneNumber: phone }).catch(() => tell(phone))
  return (
    <View className="card">
      <View className="line line--between">
        <View className="title">{name}</View>
        {metres !== null && <View className="note figure">{distanceText(metres)}</View>}
      </View>
      <View className="gap-4">{address}</View>
      <View className="note gap-4">{t('stores.hours', { hours: store.openHours })}</View>
      <View className="line gap-8 stores__actions">
        <View className="grow">
          <Button label={t('stores.map')} icon="pin" kind="quiet" onTap={map} />
        </View>
        {phone && (
          <View className="grow stores__second">
            <Button label={t('stores.call')} icon="phone" kind="quiet" onTap={ring} />
          </View>
        )}
      </View>
    </View>
  )
}
