import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './compile.js'

export interface PackageSizes {
  /** Bytes of everything outside sub-packages. */
  main: number
  /** Bytes by root of each sub-package. */
  subPackages: Record<string, number>
  /** Pages by root of their package; the main package has the root ``. */
  pages: Record<string, string[]>
  /** The main package's largest files first. */
  largest: { file: string; bytes: number }[]
}

interface SubPackage {
  root: string
  pages: string[]
}
interface AppJson {
  pages: string[]
  subPackages?: SubPackage[]
  subpackages?: SubPackage[]
}

/** Sizes of the packages of a weapp output folder. @throws when it holds no `app.json` */
export function packageSizes(folder: string): PackageSizes {
  const path = join(folder, 'app.json')
  if (!existsSync(path)) throw new Error(`${folder} has no app.json: build the mini-program for weapp first`)
  const app = JSON.parse(readFileSync(path, 'utf8')) as AppJson
  const sizes: PackageSizes = { main: 0, subPackages: {}, pages: { '': app.pages }, largest: [] }
  for (const subPackage of app.subPackages ?? app.subpackages ?? []) {
    const root = `${subPackage.root.replace(/^\/|\/$/g, '')}/`
    sizes.subPackages[root] = 0
    sizes.pages[root] = subPackage.pages.map(page => `${root}${page}`)
  }
  const roots = Object.keys(sizes.subPackages)
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
