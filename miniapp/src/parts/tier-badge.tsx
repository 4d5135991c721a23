import { View } from '@tarojs/components'
import { useTexts } from '../language'

export interface TierName {
  name: { zh: string; en: string }
  level: number
}

/** Colours are drawn for four rungs; a longer ladder wears the last one from there on. */
export const toneOf = (level: number): number => Math.min(Math.max(level, 1), 4)

/** The name of a tier in its own colour. */
export function TierBadge({ tier }: { tier: TierName }) {
  const { say } = useTexts()
  return <View className={`tier-badge tier--${toneOf(tier.level)}`}>{say(tier.name)}</View>
}
