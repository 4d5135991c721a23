/**
 * Code 128 as a till scanner reads it. Two digits per symbol (set C); an odd digit at the end is written in set B.
 * Patterns are bar and space widths in modules, from the symbology's table (ISO/IEC 15417).
 */
const PATTERNS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221' +
  '223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321' +
  '112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131' +
  '311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114' +
  '122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141' +
  '214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232'
const STOP = '2331112'
const START_C = 105
const TO_SET_B = 100

/** Modules of a barcode, true for dark, without quiet zones. Throws on anything but two or more digits. */
export function code128(digits: string): boolean[] {
  if (!/^\d{2,}$/.test(digits)) throw new Error('Code 128 set C takes digits only')
  const symbols = [START_C]
  for (let i = 0; i + 1 < digits.length; i += 2) symbols.push(Number(digits.slice(i, i + 2)))
  if (digits.length % 2) symbols.push(TO_SET_B, digits.charCodeAt(digits.length - 1) - 32)
  const check = symbols.reduce((sum, symbol, place) => sum + symbol * Math.max(1, place), 0) % 103
  const widths = [...symbols, check].map(symbol => PATTERNS.slice(symbol * 6, symbol * 6 + 6)).join('') + STOP
  const modules: boolean[] = []
  for (let i = 0; i < widths.length; i++) {
    for (let n = Number(widths.charAt(i)); n > 0; n--) modules.push(i % 2 === 0)
  }
  return modules
}
