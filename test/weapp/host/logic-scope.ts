import { type AppFiles, resolvePath } from './app-files.js'
import type { Records } from './records.js'

/** What WeChat's logic layer has of the language itself. Everything else on `window` is hidden from the app. */
const LANGUAGE = [
  'Object Array String Number Boolean Symbol Map Set WeakMap WeakSet Promise Proxy Reflect JSON Math Date RegExp Error',
  'TypeError RangeError SyntaxError ReferenceError EvalError URIError ArrayBuffer DataView Int8Array Uint8Array',
  'Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt BigInt64Array',
  'BigUint64Array parseInt parseFloat isNaN isFinite NaN Infinity undefined encodeURIComponent decodeURIComponent',
  'encodeURI decodeURI escape unescape Intl WeakRef FinalizationRegistry AggregateError console setTimeout',
  'clearTimeout setInterval clearInterval',
]
  .join(' ')
  .split(' ')
/** Names the bundle's outer function binds itself; the scope must let them through. */
const BOUND = new Set(['globalThis', 'Function', 'wx', 'App', 'Page', 'Component', 'Behavior', 'arguments'])
const RETURN_THIS = /^\s*return this;?\s*$/

type ModuleBody = (require: unknown, module: { exports: unknown }, exports: unknown) => void

/** The global scope and the modules of the logic layer: no browser, no cross-package requires, no dynamic code. */
export class LogicScope {
  readonly globals: Record<string, unknown> = {}
  readonly Function: unknown
  readonly scope: object
  private readonly bodies = new Map<string, ModuleBody>()
  private readonly modules = new Map<string, { exports: unknown }>()
  private readonly hidden = new Set<string>()

  constructor(
    private readonly files: AppFiles,
    private readonly records: Records,
    settings: { dynamicCode: 'dummy' | 'throw'; without: string[] },
  ) {
    const language = new Set(LANGUAGE.filter(name => !settings.without.includes(name)))
    for (const name of namesOfWindow()) if (!language.has(name) && !BOUND.has(name)) this.hidden.add(name)
    for (const name of language) this.globals[name] = (window as unknown as Record<string, unknown>)[name]
    this.Function = this.functionConstructor(settings.dynamicCode)
    this.globals.Function = this.Function
    this.scope = new Proxy(Object.create(null) as object, {
      has: (_, name) => typeof name === 'string' && this.answersFor(name, language),
      get: (_, name) => (typeof name === 'string' ? this.lookUp(name) : undefined),
      set: (_, name, value) => Reflect.set(this.globals, name, value),
    })
  }

  readonly define = (file: string, body: ModuleBody) => {
    this.bodies.set(file, body)
  }

  has(file: string): boolean {
    return this.bodies.has(file)
  }

  isLoaded(file: string): boolean {
    return this.modules.has(file)
  }

  /** Runs a module once and gives its exports, as WeChat's `require` does. */
  require(file: string, from?: string): unknown {
    const owner = this.files.subPackageOf(file)
    if (owner && from !== undefined && !from.startsWith(owner)) {
      throw new Error(`module '${file}' is not defined: it lies in sub-package ${owner}, asked for by ${from}`)
    }
    const known = this.modules.get(file)
    if (known) return known.exports
    const body = this.bodies.get(file)
    if (!body) throw new Error(`module '${file}' is not defined`)
    const module = { exports: {} as unknown }
    this.modules.set(file, module)
    body.call(module.exports, this.requireOf(file), module, module.exports)
    return module.exports
  }

  private requireOf(from: string) {
    const require = (id: string) => this.require(this.fileOf(from, id), from)
    // The asynchronous form is the one way across sub-packages.
    require.async = async (id: string) => this.require(this.fileOf(from, id))
    return require
  }

  private fileOf(from: string, id: string): string {
    const path = resolvePath(from, id)
    const file = [path, `${path}.js`, `${path}/index.js`].find(one => this.bodies.has(one))
    if (!file) throw new Error(`module '${path}.js' is not defined, require args is '${id}'`)
    return file
  }

  private answersFor(name: string, language: Set<string>): boolean {
    if (this.hidden.has(name)) return true
    return name in this.globals && !language.has(name) && !BOUND.has(name)
  }

  private lookUp(name: string): unknown {
    if (this.hidden.has(name) && !(name in this.globals)) this.records.count(this.records.stats.missingGlobals, name)
    return this.globals[name]
  }

  /** Devices run only `return this`; for any other text they give a function that does nothing, or throw. */
  private functionConstructor(behaviour: 'dummy' | 'throw') {
    const { records, globals } = this
    const replacement = function FunctionOfWeChat(...texts: unknown[]) {
      const code = String(texts.at(-1) ?? '')
      if (RETURN_THIS.test(code)) return () => globals
      records.dynamicCode(code)
      if (behaviour === 'throw') throw new EvalError('Code generation from strings disallowed for this context')
      return () => undefined
    }
    replacement.prototype = Function.prototype
    return replacement
  }
}

function namesOfWindow(): Set<string> {
  const names = new Set<string>()
  for (let object: unknown = window; object; object = Object.getPrototypeOf(object)) {
    if (object === Object.prototype) break
    for (const name of Object.getOwnPropertyNames(object)) if (/^[A-Za-z_$][\w$]*$/.test(name)) names.add(name)
  }
  names.delete('constructor')
  return names
}
