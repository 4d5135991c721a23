import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type CompiledWeapp, compileWeapp, filesBelow } from './compile.js'

const compiled = new Map<string, CompiledWeapp>()
let host: Promise<string> | null = null

/** The browser side of the harness as one script; bundled once per process. */
export function hostScript(): Promise<string> {
  host ??= build({
    entryPoints: [fileURLToPath(new URL('./host/boot.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'chrome120',
    write: false,
    minifyWhitespace: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  }).then(result => result.outputFiles[0]?.text ?? '')
  return host
}

/** The compiled app of an output folder; compiled again only when a file in it changed. */
export function compiledApp(folder: string): CompiledWeapp {
  const stamps = filesBelow(folder).map(file => {
    const { mtimeMs, size } = statSync(join(folder, file))
    return `${file} ${mtimeMs} ${size}`
  })
  const key = [folder, ...stamps].join('\n')
  const known = compiled.get(key) ?? compileWeapp(folder)
  compiled.set(key, known)
  return known
}
