/** The one authority for time. Production reads the machine's clock; tests hold their own. */
export class Clock {
  now(): Date {
    return new Date()
  }
}
