import type { AppBundle, BootOptions, Control, NativeAnswers } from '../contract.js'

/** What the page of the harness carries on `window`, besides the app itself. */
declare global {
  interface Window {
    __weapp: {
      boot: (bundle: AppBundle, templates: unknown, logic: (...names: unknown[]) => void) => void
      control: Control | null
      /** Set when booting itself failed; the first page is shown otherwise. */
      failure: string | null
    }
    __weappBoot: BootOptions
    /** Asks the test process; the name is a key of `NativeAnswers`. */
    __weappNative: (question: keyof NativeAnswers, details: unknown[]) => Promise<unknown>
  }
}
