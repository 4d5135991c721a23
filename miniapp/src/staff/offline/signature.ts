/** Ed25519 in plain arithmetic: phones of ten years have neither BigInt nor WebCrypto, and this needs neither. */
import type { VerifySignature } from '@huitou/shared/offline-tokens'
import nacl from 'tweetnacl'

export const verifySignature: VerifySignature = (publicKey, message, signature) =>
  nacl.sign.detached.verify(message, signature, publicKey)
