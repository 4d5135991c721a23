import { View } from '@tarojs/components'
import { spoken } from '../parts/aria'

interface Props<T extends string> {
  choices: readonly { value: T; name: string }[]
  chosen: T | null
  onChoose: (value: T) => void
}

/** A few choices beside each other, one of which holds. */
export function Choices<T extends string>({ choices, chosen, onChoose }: Props<T>) {
  return (
    <View className="filters">
      {choices.map(({ value, name }) => (
        <View
          key={value}
          className={`filter ${value === chosen ? 'filter--on' : ''}`}
          hoverClass="pressed"
          onClick={() => onChoose(value)}
          {...spoken({ role: 'radio', checked: value === chosen, label: name })}
        >
          {name}
        </View>
      ))}
    </View>
  )
}
