/** Pictures are made smaller before they are sent: a photograph of ten megabytes need not travel. */

/** What the server takes, in bytes; it looks at everything again itself. */
const MOST_BYTES = 2 * 1024 * 1024
const LONGEST_SIDE = 2_000

/** The file in base64, at most 2 MB where the browser can make it so. What it cannot decode is sent as it is. */
export async function uploadOf(file: File): Promise<string> {
  const small = file.size <= MOST_BYTES ? file : await smaller(file).catch(() => file)
  const text = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(small)
  })
  return text.slice(text.indexOf(',') + 1)
}

async function smaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve, reject) => {
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.9)
  })
}
