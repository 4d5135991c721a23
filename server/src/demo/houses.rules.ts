/** The three stores of the demonstration: who eats there when. */

export interface House {
  code: string
  name: string
  address: string
  phone: string
  openHours: string
  latitude: number
  longitude: number
  tables: string[]
  /** Bills on an ordinary day. */
  bills: number
  /** Monday to Sunday, and January to December, beside an ordinary day. */
  week: readonly number[]
  year: readonly number[]
  /** How likely a bill is of lunch, afternoon, dinner, late night. */
  hours: readonly number[]
  /** Yuan a head. */
  head: number
  staff: { name: string; role: 'STAFF' | 'STORE_MANAGER'; device: string }[]
}

export const TIME_ZONE = 'Asia/Shanghai'
export const DAY_CUT_OFF = '04:00'
export const BRAND_NAME = '回头小馆'

export const HOUSES: readonly House[] = [
  {
    code: 'JA01',
    name: '回头小馆·静安店',
    address: '上海市静安区南阳里 18 号',
    phone: '021-5550 0118',
    openHours: '10:30-22:00',
    latitude: 31.2286,
    longitude: 121.4521,
    tables: numbered('A', 12).concat(numbered('B', 6)),
    bills: 24,
    // Offices around: full at noon, quiet at the weekend.
    week: [1.1, 1.12, 1.12, 1.14, 1.16, 0.72, 0.64],
    year: [0.96, 0.78, 1.04, 1.02, 0.98, 1.02, 1, 0.97, 1.04, 0.94, 1.06, 1.1],
    hours: [58, 8, 34, 0],
    head: 62,
    staff: [
      { name: '林小满', role: 'STAFF', device: 'demo-staff' },
      { name: '周远', role: 'STORE_MANAGER', device: 'demo-manager' },
      { name: '何晓', role: 'STAFF', device: 'demo-staff-ja2' },
    ],
  },
  {
    code: 'XH02',
    name: '回头小馆·徐汇店',
    address: '上海市徐汇区枫林里 6 号 2 楼',
    phone: '021-5550 0206',
    openHours: '10:30-21:30',
    latitude: 31.1951,
    longitude: 121.4472,
    tables: numbered('', 20),
    bills: 21,
    // Families in a mall: evenings and weekends.
    week: [0.82, 0.82, 0.86, 0.92, 1.12, 1.32, 1.26],
    year: [1, 0.92, 0.98, 0.98, 1.03, 1.02, 1.05, 1.04, 0.97, 1.06, 0.98, 1.08],
    hours: [38, 12, 50, 0],
    head: 78,
    staff: [
      { name: '沈一舟', role: 'STORE_MANAGER', device: 'demo-manager-xh' },
      { name: '唐果', role: 'STAFF', device: 'demo-staff-xh1' },
    ],
  },
  {
    code: 'HB03',
    name: '回头小馆·湖滨店',
    address: '杭州市上城区湖滨里 33 号',
    phone: '0571-5550 0333',
    openHours: '11:00-01:30',
    latitude: 30.2553,
    longitude: 120.1649,
    tables: numbered('湖', 16),
    bills: 19,
    // Visitors: holidays and summer nights.
    week: [0.86, 0.84, 0.86, 0.9, 1.1, 1.28, 1.2],
    year: [0.8, 1.02, 0.96, 1.1, 1.14, 0.98, 1.16, 1.2, 0.98, 1.26, 0.86, 0.84],
    hours: [34, 14, 42, 10],
    head: 88,
    staff: [
      { name: '方圆', role: 'STORE_MANAGER', device: 'demo-manager-hb' },
      { name: '白露', role: 'STAFF', device: 'demo-staff-hb1' },
      { name: '秦川', role: 'STAFF', device: 'demo-staff-hb2' },
    ],
  },
]

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}${at + 1}`)
}
