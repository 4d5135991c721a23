import { useDidShow } from '@tarojs/taro'
import { useEffect } from 'react'
import { network } from '../../network'
import { useStore } from '../../store'
import { openDoor } from './door'
import { queue } from './keeper'
import { kit, refreshKit } from './kit'
import { sync, syncing } from './sync'

/**
 * Makes this phone ready for a place without a network: what was left is opened, and with a network what waits is handed in
 * and the kit is made fresh, in this order, so that the kit knows of it.
 */
export function useOffline(staffNo: string | null) {
  const online = useStore(network)
  const prepare = () => {
    if (!staffNo) return
    openDoor(staffNo)
    if (network.now()) void sync().then(() => refreshKit(staffNo))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for a person, and again when the network is back
  useEffect(prepare, [staffNo, online])
  useDidShow(prepare)
  return { online, queue: useStore(queue), kit: useStore(kit), syncing: useStore(syncing) }
}
