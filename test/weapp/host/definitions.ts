import type { AppFiles } from './app-files.js'
import type { LogicScope } from './logic-scope.js'
import type { Records } from './records.js'
import type { Renderer } from './renderer.js'

export type Callbacks = Record<string, unknown>

/** What `App`, `Page`, `Component` and `Behavior` declared, and the loading of the files that declare it. */
export class Definitions {
  app: Callbacks | null = null
  /** The file being run, without its ending: a declaration belongs to it. */
  private current = 'app'
  private readonly declared = new Set<string>()

  constructor(
    private readonly files: AppFiles,
    private readonly scope: LogicScope,
    private readonly renderer: Renderer,
    private readonly records: Records,
  ) {}

  readonly App = (definition: Callbacks) => {
    this.app = definition
  }

  readonly Page = (definition: Callbacks) => {
    const path = this.declare('Page')
    this.renderer.space.componentEnv(path, ({ Page }) => Page(definition as never))
  }

  readonly Component = (definition: Callbacks) => {
    const path = this.declare('Component')
    return this.renderer.space.componentEnv(path, ({ Component }) => Component(withReady(definition) as never))
  }

  readonly Behavior = (definition: Callbacks) =>
    this.renderer.space.componentEnv(this.current, ({ Behavior }) => Behavior(definition as never))

  loadApp() {
    this.current = 'app'
    this.scope.require('app.js')
  }

  /** Loads a page with the components it uses, once. @throws when the app has no such page. */
  loadPage(path: string) {
    if (!this.files.pages.includes(path)) throw { errMsg: `page "${path}" is not found` }
    const root = this.files.subPackageOf(path)
    const { loadedSubPackages } = this.records.stats
    if (root && !loadedSubPackages.includes(root)) loadedSubPackages.push(root)
    this.loadComponents(path, new Set())
    this.run(path)
    if (!this.declared.has(path)) throw new Error(`${path}.js declares no Page or Component`)
  }

  /** Calls a callback of the app object, such as `onShow`. */
  callApp(name: string, detail: unknown) {
    const callback = this.app?.[name]
    if (typeof callback !== 'function') return
    try {
      callback.call(this.app, detail)
    } catch (error) {
      this.records.error(`App.${name}`, error)
    }
  }

  private loadComponents(path: string, seen: Set<string>) {
    for (const component of this.files.componentsOf(path)) {
      if (seen.has(component)) continue
      seen.add(component)
      this.loadComponents(component, seen)
      this.run(component)
    }
  }

  private run(path: string) {
    const file = `${path}.js`
    if (this.scope.isLoaded(file)) return
    const before = this.current
    this.current = path
    try {
      this.scope.require(file)
    } finally {
      this.current = before
    }
  }

  private declare(kind: string): string {
    if (this.declared.has(this.current)) throw new Error(`${this.current}.js declares a second ${kind}`)
    this.declared.add(this.current)
    return this.current
  }
}

interface Instance {
  _$: { triggerLifetime: (name: string, details: unknown[]) => void }
}

/** The framework leaves `ready` to the host: it follows the first layout after `attached`. */
function withReady(definition: Callbacks): Callbacks {
  const lifetimes = (definition.lifetimes ?? {}) as Callbacks
  const attached = lifetimes.attached ?? definition.attached
  return {
    ...definition,
    lifetimes: {
      ...lifetimes,
      attached(this: Instance) {
        if (typeof attached === 'function') attached.call(this)
        setTimeout(() => this._$.triggerLifetime('ready', []))
      },
    },
  }
}
