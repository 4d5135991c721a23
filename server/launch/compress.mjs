import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TEXT = /\.(js|css|html|svg|json)$/
/** A file smaller than this fits into one packet as it is. */
const WORTH_IT = 1400
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Writes `file.br` and `file.gz` beside every text file of a built app: the server hands out whichever a browser takes,
 * so a first visit costs a third. Done once per build, never per request.
 * @param {string} folder
 */
export async function compress(folder) {
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name)
    if (!TEXT.test(name) || fs.statSync(file).size < WORTH_IT) continue
    const bytes = fs.readFileSync(file)
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    const [small, older] = await Promise.all([brotli(bytes, { params }), zip(bytes, { level: 9 })])
    fs.writeFileSync(`${file}.br`, small)
    fs.writeFileSync(`${file}.gz`, older)
  }
}
