import { View } from '@tarojs/components'
import { Button } from './button'
import { Picture, type PictureName } from './picture'

interface Props {
  picture: PictureName
  /** What is not here. */
  title: string
  /** Why, and what will bring it. */
  note?: string
  action?: { label: string; onTap: () => void }
}

export function Empty({ picture, title, note, action }: Props) {
  return (
    <View className="empty appear">
      <Picture name={picture} />
      <View className="empty__title">{title}</View>
      {note && <View className="empty__note">{note}</View>}
      {action && (
        <View className="empty__action">
          <Button label={action.label} onTap={action.onTap} kind="quiet" />
        </View>
      )}
    </View>
  )
}
