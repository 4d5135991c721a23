import path from 'node:path'
import base from '../jest.config.mjs'

const [[files, [, options]]] = Object.entries(base.transform)

/** All tests as they are, over sources that a saboteur has changed. */
export default {
  ...base,
  transform: { [files]: [path.join(import.meta.dirname, 'seeded-transform.mjs'), options] },
}
