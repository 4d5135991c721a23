import type { NativeAnswers, NativeQuestion } from '../contract.js'

/** Asks the test process what on a phone a person, the network or WeChat itself would answer. */
export async function askTest<Q extends NativeQuestion>(
  question: Q,
  ...details: Parameters<NativeAnswers[Q]>
): Promise<Awaited<ReturnType<NativeAnswers[Q]>>> {
  return (await window.__weappNative(question, details)) as Awaited<ReturnType<NativeAnswers[Q]>>
}
