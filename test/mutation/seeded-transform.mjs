/**
 * Jest's transform with a saboteur in it: one source file is changed on its way into memory, as SEEDED_MUTANT says. The
 * working tree stays as it is. Throws when the text to be changed is not there exactly once: the mutant needs new clothes.
 */
import path from 'node:path'
import process from 'node:process'
import swc from '@swc/jest'
import { root, seeded } from './seeded.mjs'

const mutant = seeded.find(({ name }) => name === process.env.SEEDED_MUTANT)

/** @param {string} source @param {string} file */
function changed(source, file) {
  if (!mutant || file !== path.join(root, mutant.file)) return source
  const pieces = source.split(mutant.find)
  if (pieces.length !== 2) throw new Error(`"${mutant.find}" is ${pieces.length - 1} times in ${mutant.file}`)
  return pieces.join(mutant.put)
}

/** @param {import('@swc/core').Options} options */
const createTransformer = options => {
  const inner = /** @type {any} */ (swc.createTransformer(options))
  return {
    ...inner,
    /** @param {string} source @param {string} file @param {unknown} rest */
    process: (source, file, rest) => inner.process(changed(source, file), file, rest),
    /** @param {string} source @param {string} file @param {unknown} rest */
    processAsync: (source, file, rest) => inner.processAsync(changed(source, file), file, rest),
    /** @param {string} source @param {string} file @param {unknown} rest */
    getCacheKey: (source, file, rest) => inner.getCacheKey(changed(source, file), file, rest),
  }
}

export default { createTransformer }
