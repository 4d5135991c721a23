import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { writePrivately } from './secrets.mjs'

/**
 * The merchant of the demonstration, as a deployment would configure a real one, and what only the simulator of WeChat
 * Pay needs beside it. The keys are this instance's own, made on the first run and kept.
 * @param {string} dataDir
 * @returns {{ server: Record<string, string>, simulator: Record<string, string> }}
 */
export function simulatedMerchant(dataDir) {
  const file = path.join(dataDir, 'merchant.json')
  const kept = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : drawn()
  if (!fs.existsSync(file)) writePrivately(file, kept)
  /** @param {string} name */
  const digits = name => createHash('sha256').update(`${name} ${kept.merchantKey}`).digest('hex')
  const platform = createPublicKey(createPrivateKey(kept.platformKey))
  const server = {
    WECHAT_PAY_MCHID: '1900000109',
    WECHAT_PAY_CERT_SERIAL: digits('serial').slice(0, 40).toUpperCase(),
    WECHAT_PAY_KEY: inOneLine(kept.merchantKey),
    WECHAT_PAY_API_KEY: digits('api key').slice(0, 32),
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000001092026112300000000000000',
    WECHAT_PAY_PUBLIC_KEY: inOneLine(platform.export({ type: 'spki', format: 'pem' }).toString()),
  }
  const simulator = {
    WECHAT_PAY_SIM_KEY: inOneLine(kept.platformKey),
    WECHAT_PAY_SIM_STATE: path.join(dataDir, 'wechat-pay.json'),
  }
  return { server, simulator }
}

/** @returns {{ merchantKey: string, platformKey: string }} */
function drawn() {
  const pem = () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  }
  return { merchantKey: pem(), platformKey: pem() }
}

/** Not every environment holds line breaks. @param {string} pem */
function inOneLine(pem) {
  return Buffer.from(pem).toString('base64')
}
