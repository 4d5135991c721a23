const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'

/** A fresh id for one intention or request, made of letters and digits nobody confuses. */
export function freshId(length = 16): string {
  let id = ''
  for (let i = 0; i < length; i++) id += letters.charAt(Math.floor(Math.random() * letters.length))
  return id
}
