interface Point {
  latitude: number
  longitude: number
}

const EARTH_METRES = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres between two places along the surface. */
export function metresBetween(a: Point, b: Point): number {
  const halfLat = radians(b.latitude - a.latitude) / 2
  const halfLong = radians(b.longitude - a.longitude) / 2
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(halfLong) ** 2
  return Math.round(2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord))))
}

/** "350 m", "1.2 km": rounded as one says it. */
export function distanceText(metres: number): string {
  if (metres < 1000) return `${Math.max(10, Math.round(metres / 10) * 10)} m`
  const tenths = Math.round(metres / 100)
  return tenths >= 100 ? `${Math.round(tenths / 10)} km` : `${Math.floor(tenths / 10)}.${tenths % 10} km`
}
