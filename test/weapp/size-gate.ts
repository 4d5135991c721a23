import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './compile.js'

export interface PackageSizes {
  /** Bytes of everything outside sub-packages. */
  main: number
  /** Bytes by root of each sub-package. */
  subPackages: Record<string, number>
  /** The main package's largest files first. */
  largest: { file: string; bytes: number }[]
}

interface AppJson {
  subPackages?: { root: string }[]
  subpackages?: { root: string }[]
}

/** Sizes of the packages of a weapp output folder. @throws when it holds no `app.json` */
export function packageSizes(folder: string): PackageSizes {
  const path = join(folder, 'app.json')
  if (!existsSync(path)) throw new Error(`${folder} has no app.json: build the mini-program for weapp first`)
  const app = JSON.parse(readFileSync(path, 'utf8')) as AppJson
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => `${root.replace(/^\/|\/$/g, '')}/`)
  const sizes: PackageSizes = { main: 0, subPackages: Object.fromEntries(roots.map(root => [root, 0])), largest: [] }
  for (const file of filesBelow(folder)) {
    const bytes = statSync(join(folder, file)).size
    const root = roots.find(one => file.startsWith(one))
    if (root) sizes.subPackages[root] = (sizes.subPackages[root] ?? 0) + bytes
    else {
      sizes.main += bytes
      sizes.largest.push({ file, bytes })
    }
  }
  sizes.largest.sort((one, other) => other.bytes - one.bytes)
  return sizes
}
