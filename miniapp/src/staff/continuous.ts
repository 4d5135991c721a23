/** Whether the camera opens again by itself after a result: one person keeps verifying, another only now and then. */
import { keep, recall } from '../storage'
import { storeOf } from '../store'

const NAME = 'staff:continuous'

export const continuous = storeOf(recall<boolean>(NAME) === true)

export function keepScanning(on: boolean): void {
  keep(NAME, on)
  continuous.set(on)
}

// Said by the result page, heard once by the workbench behind it.
let wanted = false

export function scanAgain(): void {
  wanted = continuous.now()
}

/** True once after a result, where the person wants the camera to open again. */
export function takeScanAgain(): boolean {
  const was = wanted
  wanted = false
  return was
}
