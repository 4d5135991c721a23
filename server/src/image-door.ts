/** The address of pictures: `/images/<name>`, kept by browsers for ever, since a name belongs to one picture. */
import type { FastifyInstance } from 'fastify'
import { type Request, refusalBody } from './http.js'
import type { ImageStore } from './images/image-store.service.js'
import { readImageName } from './images/images.rules.js'

/** The upload's own limit: everything else stays below that of all requests. */
export const UPLOAD_PATH = '/api/console/images'
const UPLOAD_LIMIT = 3 * 1024 * 1024

/** Lets the one route that takes pictures take them. Before the routes are added. */
export function allowUploads(server: FastifyInstance): void {
  server.addHook('onRoute', route => {
    if (route.url === UPLOAD_PATH) route.bodyLimit = UPLOAD_LIMIT
  })
}

export function addImageDoor(server: FastifyInstance, store: ImageStore): void {
  server.get<{ Params: { name: string } }>('/images/:name', async (request, reply) => {
    const wanted = readImageName(request.params.name)
    const image = wanted && (await store.get(wanted.id, wanted.size))
    if (!image) {
      const asked = request as unknown as Request
      asked.outcome = 'record.not_found'
      return reply.status(404).send(refusalBody('record.not_found', asked))
    }
    const name = `"${request.params.name}"`
    reply.header('cache-control', 'public, max-age=31536000, immutable').header('etag', name)
    if (request.headers['if-none-match'] === name) return reply.status(304).send()
    return reply.type('image/jpeg').send(image.bytes)
  })
}
