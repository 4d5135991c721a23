import { z } from 'zod'
import type { SimRequest } from './sim-http.js'

/** One route of the control plane. What it throws becomes a 400 or a 409. */
export type Route = (request: SimRequest) => object

/** The browser that plays a phone. */
export const Device = z.strictObject({ device: z.string().regex(/^[\w-]{8,64}$/) })

/** Parses the JSON body of an order; throws SyntaxError or ZodError. */
export function orderOf<T extends z.ZodType>(request: SimRequest, shape: T): z.output<T> {
  return shape.parse(JSON.parse(request.body.toString('utf8')))
}
