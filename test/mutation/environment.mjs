/**
 * Where tests of many files run as one. Each is named with its file; and behind the first failure nothing is left to be
 * learnt about a mutant, so that the tests behind it are skipped.
 */
import { TestEnvironment } from 'jest-environment-node'

/** @typedef {{ type: 'test' | 'describeBlock', name: string, mode?: string | null, children?: Entry[] }} Entry */

/** @param {Entry} entry */
function skip(entry) {
  if (entry.type === 'test') entry.mode = 'skip'
  for (const child of entry.children ?? []) skip(child)
}

export default class OneFailure extends TestEnvironment {
  /** @param {{ name: string }} event @param {{ rootDescribeBlock: Entry, currentDescribeBlock: Entry }} state */
  handleTestEvent(event, state) {
    if (event.name === 'add_test') {
      const added = state.currentDescribeBlock.children?.at(-1)
      const { testsFrom } = /** @type {{ testsFrom?: string }} */ (this.global)
      if (added && testsFrom) added.name += ` (${testsFrom})`
    }
    if (event.name === 'test_fn_failure') skip(state.rootDescribeBlock)
  }
}
