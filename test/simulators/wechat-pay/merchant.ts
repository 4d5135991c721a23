import { createHash, type KeyObject } from 'node:crypto'
import { keysFor } from './key-ring.js'

/** What the simulator knows of the merchant: enough to check its signatures, and the key both sides share. */
export type Merchant = {
  mchid: string
  appId: string
  /** 32 characters; it encrypts notifications and certificates. */
  apiKey: string
  certSerial: string
  publicKey: KeyObject
}

/** A merchant made up for this process: what the simulator knows, and what only the merchant's server knows. */
export function inventMerchant(appId: string): { merchant: Merchant; privateKey: string } {
  const keys = keysFor('merchant')
  const merchant = {
    mchid: '1900000109',
    appId,
    apiKey: createHash('sha256').update('api key').digest('hex').slice(0, 32),
    certSerial: createHash('sha256').update('merchant').digest('hex').slice(0, 40).toUpperCase(),
    publicKey: keys.publicKey,
  }
  return { merchant, privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
