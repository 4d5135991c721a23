/**
 * A wire between server and database that can be cut at the worst moments of the ledger's lane: when its first packet has
 * been answered, so that locks are held; right before a COMMIT arrives; right after it was sent; and right after the
 * database has carried it out and before the server hears of it.
 */
import net from 'node:net'

export type Cut = 'AFTER_FIRST_PACKET' | 'BEFORE_COMMIT' | 'COMMIT_SENT' | 'AFTER_COMMIT'

export interface CutProxy {
  port: number
  /** Cuts every wire at the next such moment, calling `then` at that very moment. */
  arm(cut: Cut, then?: () => void): void
  /** How often it cut. */
  cuts(): number
  close(): Promise<void>
}

// Only the ledger's lane sends these as part of a longer packet.
const begins = (data: Buffer) => data.length > 40 && data.includes('START TRANSACTION; ')
const commits = (data: Buffer) => data.length > 16 && data.subarray(-6).toString() === 'COMMIT'

const HELD_BACK_MS = 20
const MORE_RESULTS = 8

/**
 * Reads the answers to a packet of writes as they come and says when the last one is there: that of its COMMIT. Each is
 * an OK packet, whose status tells whether another follows, or an error, after which none does.
 */
function lastAnswer(): (data: Buffer) => boolean {
  let rest: Buffer = Buffer.alloc(0)
  return data => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= 4 && rest.length >= 4 + rest.readUIntLE(0, 3)) {
      const answer = rest.subarray(4, 4 + rest.readUIntLE(0, 3))
      rest = rest.subarray(4 + answer.length)
      if (answer[0] !== 0) return true
      const status = numberEnd(answer, numberEnd(answer, 1))
      if ((answer.readUInt16LE(status) & MORE_RESULTS) === 0) return true
    }
    return false
  }
}

/** Where a number of the protocol's own length ends. */
function numberEnd(packet: Buffer, at: number): number {
  const first = packet[at] ?? 0
  if (first < 0xfb) return at + 1
  return at + (first === 0xfc ? 3 : first === 0xfd ? 4 : 9)
}

export async function cutProxy(to: { host: string; port: number }): Promise<CutProxy> {
  const state: { armed: { cut: Cut; then: () => void } | null; cuts: number } = { armed: null, cuts: 0 }
  const sockets = new Set<net.Socket>()
  const sever = () => {
    const then = state.armed?.then
    state.armed = null
    state.cuts += 1
    then?.()
    for (const socket of sockets) socket.destroy()
  }
  const server = net.createServer(near => {
    const far = net.connect(to.port, to.host)
    /** What an answer of the database now would be the answer to, if it matters. */
    let begun = false
    let committed: ((data: Buffer) => boolean) | null = null
    near.on('data', data => {
      const commit = commits(data)
      committed = commit ? lastAnswer() : null
      begun = begins(data)
      if (commit && state.armed?.cut === 'BEFORE_COMMIT') return sever()
      const sent = commit && state.armed?.cut === 'COMMIT_SENT'
      far.write(data, () => {
        if (sent && state.armed?.cut === 'COMMIT_SENT') sever()
      })
    })
    far.on('data', data => {
      const done = committed?.(data)
      if (committed && state.armed?.cut === 'AFTER_COMMIT') return done ? sever() : undefined
      if (begun && state.armed?.cut === 'AFTER_FIRST_PACKET') {
        // Nothing is passed on any more, and the rest of the packet has its time.
        setTimeout(() => state.armed && sever(), HELD_BACK_MS)
        return
      }
      near.write(data)
    })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    arm: (cut, then = () => undefined) => {
      state.armed = { cut, then }
    },
    cuts: () => state.cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
