import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, sep } from 'node:path'
import { compileWxss, readerOf } from './compile-wxss.js'
import type { AppBundle } from './contract.js'

// The compiler is CommonJS around a WebAssembly file that it finds beside itself.
const { TmplGroup } = createRequire(import.meta.url)(
  'glass-easel-template-compiler',
) as typeof import('glass-easel-template-compiler')

interface TemplateProblem {
  isError: boolean
  level: string
  message: string
  startLine: number
}

export interface CompiledWeapp {
  /** One script that hands the app to `__weapp.boot`. */
  script: string
  /** Problems of the templates, one line each: `file:line level message`. */
  warnings: string[]
  milliseconds: number
}

/** Names that the logic layer gives every module, in the order `host/logic-scope.ts` passes them. */
const MODULE_GLOBALS =
  'define,scope,wx,App,Page,Component,Behavior,getApp,getCurrentPages,globalThis,global,Function,requirePlugin'

/** Every file below a folder, as paths with forward slashes. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => statSync(join(folder, file)).isFile())
    .map(file => file.split(sep).join('/'))
    .sort()
}

/**
 * Compiles a weapp output folder (what WeChat DevTools would open) into one browser script.
 * @throws when the folder has no `app.json`, a template does not parse or a file is not what its ending says
 */
export function compileWeapp(folder: string): CompiledWeapp {
  const started = performance.now()
  const files = filesBelow(folder)
  if (!files.includes('app.json')) throw new Error(`${folder} has no app.json: build the mini-program first`)
  const read = readerOf(folder)
  const { templates, warnings } = compileTemplates(files, read)
  const bundle: AppBundle = { json: {}, css: {}, scopes: {} }
  for (const path of pathsEnding('.json', files)) bundle.json[path] = JSON.parse(read(`${path}.json`))
  for (const [path, config] of Object.entries(bundle.json)) if (isIsolated(config)) bundle.scopes[path] = scopeOf(path)
  for (const path of pathsEnding('.wxss', files)) {
    bundle.css[path] = compileWxss(`${path}.wxss`, read, bundle.scopes[path])
  }
  const modules = pathsEnding('.js', files).map(path => moduleOf(`${path}.js`, read(`${path}.js`)))
  // `with (scope)` hides every browser global that WeChat's logic layer does not have.
  const logic = `function(${MODULE_GLOBALS}){with(scope){${modules.join('\n')}\n}}`
  const script = `__weapp.boot(${JSON.stringify(bundle)},${templates},${logic});`
  return { script, warnings, milliseconds: Math.round(performance.now() - started) }
}

function pathsEnding(ending: string, files: string[]): string[] {
  return files.filter(file => file.endsWith(ending)).map(file => file.slice(0, -ending.length))
}

/** Components keep their styles to themselves unless they say otherwise. */
function isIsolated(config: unknown): boolean {
  const { component, styleIsolation = 'isolated' } = config as { component?: boolean; styleIsolation?: string }
  return component === true && !/^(page-)?shared$/.test(styleIsolation)
}

function scopeOf(path: string): string {
  return path.replace(/\W/g, '_')
}

function moduleOf(file: string, code: string): string {
  return `define(${JSON.stringify(file)},function(require,module,exports){${code}\n});`
}

function compileTemplates(files: string[], read: (path: string) => string) {
  const group = new TmplGroup()
  const warnings: string[] = []
  try {
    for (const file of files) {
      if (file.endsWith('.wxs')) group.addScript(file.slice(0, -4), read(file))
      if (!file.endsWith('.wxml')) continue
      for (const problem of group.addTmpl(file.slice(0, -5), read(file)) as TemplateProblem[]) {
        const line = `${file}:${problem.startLine + 1} ${problem.level} ${problem.message}`
        if (problem.isError) throw new Error(line)
        warnings.push(line)
      }
    }
    return { templates: group.getTmplGenObjectGroups(), warnings }
  } finally {
    group.free()
  }
}
