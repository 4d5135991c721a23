/**
 * The server's ledger in a process of its own, to be killed without warning: it leases its process number, posts what it
 * is sent through the lane, and answers each with what became of it. Its first argument is the address of the database.
 */
import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { Clock } from '../../server/src/clock.js'
import { Db } from '../../server/src/db.js'
import { Ids } from '../../server/src/ids.js'
import { takeNode } from '../../server/src/lease.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { Ledger } from '../../server/src/ledger/ledger.service.js'
import { type Answer, answerOf, type Order, operationOf } from '../stress/orders.js'

/** An order with the journals it needs to know. */
export interface Sent {
  order: Order
  journals: Record<string, number>
}

export type Reply = { key: string; answer: Answer } | { key: string; failed: string } | { ready: true }

const db = await Db.open(process.argv[2] ?? '', [])
const node = await takeNode(db, `soak:${process.pid}:${randomBytes(6).toString('hex')}`)
const clock = new Clock()
const lane = new Lane(db, new Ledger(clock, new Ids(node)))
const reply = (message: Reply) => void process.send?.(message)

process.on('message', ({ order, journals }: Sent) => {
  lane.submit(operationOf(order, clock.now(), key => journals[key] ?? 1)).then(
    result => reply({ key: order.key, answer: answerOf(result) }),
    (error: Error) => reply({ key: order.key, failed: error.message }),
  )
})
process.once('disconnect', () => process.exit(0))
reply({ ready: true })
