import { Image, View } from '@tarojs/components'
import { useState } from 'react'

/** Where pictures are served: beside the API, below the same address. */
export function pictureUrl(path: string): string {
  return API_BASE.replace(/\/api$/, '') + path
}

interface RewardMarkProps {
  name: string
  kind: string
  /** Null for none; one that does not come leaves the letter. */
  image: string | null
}

/** The square in front of a reward: its picture, or the first letter of its name. */
export function RewardMark({ name, kind, image }: RewardMarkProps) {
  const [failed, setFailed] = useState(false)
  if (image && !failed) {
    return (
      <Image
        className="reward__mark"
        src={`${pictureUrl(image)}-small`}
        mode="aspectFill"
        lazyLoad
        aria-hidden
        onError={() => setFailed(true)}
      />
    )
  }
  return (
    <View className={`reward__mark reward__mark--${kind.toLowerCase()}`} aria-hidden>
      {[...name][0]}
    </View>
  )
}

/** The picture across a page; nothing where there is none, or it does not come. */
export function WidePicture({ image, label }: { image: string | null; label: string }) {
  const [failed, setFailed] = useState(false)
  if (!image || failed) return null
  return (
    <Image
      className="prize__picture"
      src={pictureUrl(image)}
      mode="aspectFill"
      aria-label={label}
      onError={() => setFailed(true)}
    />
  )
}
