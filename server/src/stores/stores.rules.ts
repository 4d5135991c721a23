/** How a store is shown. */

interface Shown {
  id: number
  code: string
  name: string
  address: string
  phone: string
  timeZone: string
  dayCutOff: string
  openHours: string
  latitude: number | null
  longitude: number | null
}

/** The store as everybody may see it. */
export function storeView(store: Shown) {
  return {
    id: String(store.id),
    code: store.code,
    name: store.name,
    address: store.address,
    phone: store.phone,
    timeZone: store.timeZone,
    dayCutOff: store.dayCutOff,
    openHours: store.openHours,
    latitude: store.latitude,
    longitude: store.longitude,
  }
}
