import type { HttpAnswer, HttpCall, NativeAnswers, NativeQuestion, ScanAnswer, SubscribeChoice } from './contract.js'
import type { Device } from './device.js'

export interface AnswerOptions {
  serverUrl?: string
  loginCode?: () => string | null | Promise<string | null>
  phoneCode?: () => string | null | Promise<string | null>
  /** What a person answers whom nobody told what to say, such as WeChat's simulator in that person's name. */
  subscribe?: (templateIds: string[]) => Record<string, SubscribeChoice>
}

/**
 * The test process's side of what a phone would answer: the network, WeChat's sign-in, the camera, the person. A question
 * that the test prepared nothing for is refused with a sentence, which ends up among the app's recorded errors.
 */
export class Answers implements NativeAnswers {
  /** What the camera reads next; null is a person who closes it. */
  readonly scans: (ScanAnswer | null)[] = []
  readonly subscriptions: Record<string, SubscribeChoice>[] = []
  private readonly flights = new Map<number, AbortController>()

  constructor(
    private readonly options: AnswerOptions,
    private readonly device: Device,
  ) {}

  /** Answers one question from the page. */
  ask(question: NativeQuestion, details: unknown[]): Promise<unknown> {
    const answer = this[question] as (...details: unknown[]) => Promise<unknown>
    return answer.apply(this, details)
  }

  async request(call: HttpCall): Promise<HttpAnswer> {
    const flight = new AbortController()
    this.flights.set(call.id, flight)
    try {
      const response = await fetch(this.onServer(call.url), {
        method: call.method,
        headers: call.header,
        body: call.body === null ? undefined : Buffer.from(call.body, 'base64'),
        signal: flight.signal,
      })
      const body = Buffer.from(await response.arrayBuffer()).toString('base64')
      return { status: response.status, header: Object.fromEntries(response.headers), body }
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code
      return {
        status: 0,
        header: {},
        body: '',
        error: cause ?? (error instanceof Error ? error.message : String(error)),
      }
    } finally {
      this.flights.delete(call.id)
    }
  }

  async abort(id: number): Promise<void> {
    this.flights.get(id)?.abort()
  }

  /** Ends everything under way, so that a server under test can stop. */
  abortAll() {
    for (const flight of this.flights.values()) flight.abort()
  }

  async login(): Promise<string | null> {
    if (!this.options.loginCode) throw new Error('the app signed in, but the test gave no loginCode')
    return this.options.loginCode()
  }

  async phoneCode(): Promise<string | null> {
    if (!this.options.phoneCode) throw new Error('the app asked for the phone number, but the test gave no phoneCode')
    return this.options.phoneCode()
  }

  async scan(): Promise<ScanAnswer | null> {
    const answer = this.scans.shift()
    if (answer === undefined) throw new Error('the app opened the camera, but the test gave no scanNext')
    return answer
  }

  async subscribe(templateIds: string[]): Promise<Record<string, SubscribeChoice>> {
    const answer = this.subscriptions.shift() ?? this.options.subscribe?.(templateIds)
    if (!answer) throw new Error(`the app asked to subscribe to ${templateIds}, but the test gave no subscribeNext`)
    return answer
  }

  async store(key: string, value: string | null): Promise<void> {
    if (value === null) delete this.device.storage[key]
    else this.device.storage[key] = value
  }

  /** The address on the server under test: the build knows another host, the path is the same. */
  onServer(url: string): string {
    const { serverUrl } = this.options
    if (!serverUrl) throw new Error(`the app asked for ${url}, but the test gave no serverUrl`)
    const { pathname, search } = new URL(url)
    return new URL(`${pathname}${search}`, serverUrl).href
  }
}
