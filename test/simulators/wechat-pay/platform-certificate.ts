import { type KeyObject, sign } from 'node:crypto'

const sha256WithRsa = Buffer.from('06092a864886f70d01010b0500', 'hex')
const commonName = Buffer.from('0603550403', 'hex')

/**
 * A certificate as WeChat Pay's platform has them, made by hand: Node reads certificates and writes none. `serial` is
 * hex. Answers PEM, signed with the key it is for.
 */
export function certificateOf(keys: { publicKey: KeyObject; privateKey: KeyObject }, facts: CertificateFacts): string {
  const algorithm = sequence(sha256WithRsa)
  const name = sequence(piece(0x31, sequence(commonName, piece(0x0c, Buffer.from('Tenpay.com Simulated')))))
  const content = sequence(
    piece(0xa0, piece(0x02, Buffer.from([2]))),
    piece(0x02, positive(Buffer.from(facts.serial, 'hex'))),
    algorithm,
    name,
    sequence(timeOf(facts.from), timeOf(facts.until)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = piece(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', content, keys.privateKey)]))
  const text = sequence(content, algorithm, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${text.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`
}

export type CertificateFacts = { serial: string; from: Date; until: Date }

function sequence(...parts: Buffer[]): Buffer {
  return piece(0x30, Buffer.concat(parts))
}

/** One piece of DER: what it is, how long it is, and its content. */
function piece(tag: number, content: Buffer): Buffer {
  const { length } = content
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...bytes]), content])
}

/** A number whose first bit is set would be below zero. */
function positive(number: Buffer): Buffer {
  return (number[0] ?? 0) < 128 ? number : Buffer.concat([Buffer.from([0]), number])
}

function timeOf(at: Date): Buffer {
  return piece(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`))
}
