/**
 * A wire between server and database that can be cut at the worst moment: right before a COMMIT arrives, or right after
 * the database has carried it out and before the server hears of it.
 */
import net from 'node:net'

export type Cut = 'BEFORE_COMMIT' | 'AFTER_COMMIT'

export interface CutProxy {
  port: number
  /** Cuts every wire at the next COMMIT, calling `then` at that very moment. */
  arm(cut: Cut, then?: () => void): void
  /** How often it cut. */
  cuts(): number
  close(): Promise<void>
}

export async function cutProxy(to: { host: string; port: number }): Promise<CutProxy> {
  const state: { armed: { cut: Cut; then: () => void } | null; cuts: number } = { armed: null, cuts: 0 }
  const sockets = new Set<net.Socket>()
  const server = net.createServer(near => {
    const far = net.connect(to.port, to.host)
    let committed = false
    const sever = () => {
      const then = state.armed?.then
      state.armed = null
      state.cuts += 1
      then?.()
      for (const socket of sockets) socket.destroy()
    }
    near.on('data', data => {
      // Only the ledger's lane sends COMMIT as the end of a longer packet.
      const commits = state.armed !== null && data.length > 40 && data.includes('COMMIT')
      if (commits && state.armed?.cut === 'BEFORE_COMMIT') return sever()
      committed ||= commits
      far.write(data)
    })
    far.on('data', data => {
      if (committed && state.armed) return sever()
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
