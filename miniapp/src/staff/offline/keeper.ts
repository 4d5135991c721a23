/** The queue of whoever works with this phone, on the phone. It is the only copy, so a write that fails is said. */
import { freshId } from '../../ids'
import { keepSurely, recall } from '../../storage'
import { storeOf } from '../../store'
import type { Queue } from './queue'

const EMPTY: Queue = { deviceId: '', nextSeq: 1, entries: [] }
const keyOf = (staffNo: string) => `offline:queue:${staffNo}`

export const queue = storeOf<Queue>(EMPTY)
let owner = ''

/** The queue of this person as it was left, also by a run that was killed. */
export function openQueue(staffNo: string): void {
  if (owner === staffNo) return
  owner = staffNo
  queue.set(recall<Queue>(keyOf(staffNo)) ?? { ...EMPTY, deviceId: freshDevice() })
}

export const freshDevice = (): string => freshId(20)

/** Written first, shown afterwards. False when the phone would not keep it: then nothing has changed. */
export function saveQueue(next: Queue): boolean {
  if (!owner || !keepSurely(keyOf(owner), next)) return false
  queue.set(next)
  return true
}
