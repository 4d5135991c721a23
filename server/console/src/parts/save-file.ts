const RELEASE_AFTER_MS = 60_000

/** Hands bytes to the browser's downloads under a name, without what file systems refuse. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[\\/:*?"<>|]/g, '-')
  link.click()
  // The download reads the address after the click; letting go at once would cancel it in some browsers.
  setTimeout(() => URL.revokeObjectURL(url), RELEASE_AFTER_MS)
}
