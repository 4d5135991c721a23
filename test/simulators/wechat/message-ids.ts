/** Message ids as WeChat makes them: whole numbers past 2^53, which a careless JSON parser rounds. */
export class MessageIds {
  /** The one given out last. */
  last = 3_717_005_636_572_528_641n

  next(): bigint {
    this.last += 1n
    return this.last
  }
}
