/** How far goods are that are sent, and what is shown of an address. Pure. */
import type { Address, ShipmentState } from '@huitou/shared/shipments'

/** Numbers are stored and never change their meaning. */
export const SHIPMENT = { NO_ADDRESS: 1, WAITING: 2, SENT: 3, RECEIVED: 4, CALLED_OFF: 5 } as const

const STATES: Record<number, ShipmentState> = {
  1: 'NO_ADDRESS',
  2: 'WAITING',
  3: 'SENT',
  4: 'RECEIVED',
  5: 'CALLED_OFF',
}
export const shipmentState = (state: number): ShipmentState => STATES[state] ?? 'CALLED_OFF'
export const shipmentNumber = (state: ShipmentState): number => SHIPMENT[state]

const DAY_MS = 86_400_000
/** Goods nobody has said have arrived are taken to have. */
export const ARRIVED_MS = 15 * DAY_MS
/** How long an address is kept once the goods have arrived. */
export const KEPT_MS = 30 * DAY_MS

/** Until the goods are on their way. */
export const isChangeable = (state: number): boolean => state === SHIPMENT.NO_ADDRESS || state === SHIPMENT.WAITING

/** As it is shown: whose it is can be recognised by whoever knows. */
export function maskedAddress({ name, phone, province, city, district, detail }: Address) {
  const [first = '', ...rest] = Array.from(name)
  const digits = phone.replace(/\D/g, '')
  return {
    name: `${first}${'*'.repeat(Math.min(2, Math.max(1, rest.length)))}`,
    phone: `${digits.slice(0, 3)}****${digits.slice(-4)}`,
    // Direct municipalities are their own province.
    place: [province, ...(city === province ? [] : [city]), district].filter(Boolean).join(' '),
    detail: `${Array.from(detail).slice(0, 4).join('')}…`,
  }
}
