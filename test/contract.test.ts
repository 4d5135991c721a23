/** The contract, the mounted routes and the OpenAPI document are one and the same list. */
import 'reflect-metadata'
import { api } from '@huitou/shared/api'
import { refusals } from '@huitou/shared/refusals'
import { describe, expect, test } from '@jest/globals'
import { RequestMethod } from '@nestjs/common'
import { docsPage } from '../server/src/docs-page.js'
import { ROUTE } from '../server/src/http.js'
import { type Json, type Operation, openApi } from '../server/src/openapi.js'
import { controllers } from '../server/src/providers.js'

const keys = Object.keys(api).sort()

interface Mounted {
  key: string
  method: string
  path: string
  where: string
}

/** Every method of every controller that answers requests, as Nest will see it. */
function mounted(): Mounted[] {
  return (controllers as { name: string; prototype: object }[]).flatMap(controller => {
    const methods = Object.getOwnPropertyNames(controller.prototype).filter(name => name !== 'constructor')
    return methods.flatMap(name => {
      const handler = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value as object
      const path = Reflect.getMetadata('path', handler) as string | undefined
      if (path === undefined) return []
      const key = Reflect.getMetadata(ROUTE, handler) as string
      const method = RequestMethod[Reflect.getMetadata('method', handler) as number]!
      return [{ key, method, path, where: `${controller.name}.${name}` }]
    })
  })
}

describe('routes', () => {
  test('every key of the contract has exactly one route', () => {
    expect(
      mounted()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(keys)
  })

  test('no controller answers outside the contract', () => {
    expect(mounted().filter(({ key }) => !(key in api))).toEqual([])
  })

  test('a route is mounted where its key says', () => {
    for (const { key, method, path, where } of mounted())
      expect(`${where} ${method} /${path.replace(/^\//, '')}`).toBe(`${where} ${key}`)
  })

  test('no two keys answer the same requests', () => {
    const shapes = keys.map(key => key.replace(/:\w+/g, ':'))
    expect(new Set(shapes).size).toBe(keys.length)
  })

  test('a key names the parameters that its schema parses', () => {
    for (const [key, endpoint] of Object.entries(api)) {
      const named = [...key.matchAll(/:(\w+)/g)].map(found => found[1]).sort()
      const shape = 'params' in endpoint ? (endpoint.params as unknown as { shape: object }).shape : {}
      expect({ key, parsed: Object.keys(shape).sort() }).toEqual({ key, parsed: named })
    }
  })

  test('only requests that change something carry a body', () => {
    for (const [key, endpoint] of Object.entries(api)) {
      if (key.startsWith('GET ')) expect({ key, hasBody: 'body' in endpoint }).toEqual({ key, hasBody: false })
    }
  })
})

const document = openApi('https://huitou.example')
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('the OpenAPI document', () => {
  test('has the shape that OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/)
    expect(document.info).toMatchObject({
      title: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
    expect(document.servers).toEqual([{ url: 'https://huitou.example/api' }])
    for (const { path, method, operation } of operations) {
      expect(path).toMatch(/^(\/[\w-]+|\/\{\w+\})+$/)
      expect(['get', 'put', 'post', 'delete', 'patch']).toContain(method)
      expect(operation.summary).not.toBe('')
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/)
    }
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Za-z0-9._-]+$/)
  })

  test('documents every route once, and nothing else', () => {
    const documented = operations.map(
      ({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    )
    expect(documented.sort()).toEqual(keys)
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('declares every parameter of a path, and only those', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(found => found[1])
      const declared = operation.parameters.filter(parameter => parameter.in === 'path')
      expect(declared.map(parameter => parameter.name)).toEqual(inPath)
      expect(declared.filter(parameter => !parameter.required)).toEqual([])
    }
  })

  test('says the type of every parameter', () => {
    const parameters = operations.flatMap(({ operation }) => operation.parameters)
    const vague = parameters.filter(({ schema }) => !('type' in schema || 'enum' in schema || '$ref' in schema))
    expect(vague).toEqual([])
  })

  test('every reference leads somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(found => found[1]!)
    expect(references.length).toBeGreaterThan(100)
    const broken = references.filter(reference => {
      const parts = reference.replace('#/', '').split('/')
      return (
        parts.reduce<Json | undefined>(
          (at, part) => (at as Record<string, Json> | undefined)?.[part],
          document as never,
        ) === undefined
      )
    })
    expect(broken).toEqual([])
  })

  test('asks for the sign-in of the audience', () => {
    for (const { path, method, operation } of operations) {
      const { audience } = api[`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}` as keyof typeof api]
      expect(operation.tags).toEqual([audience])
      expect(operation.security).toEqual(audience === 'public' ? [] : [{ [audience]: [] }])
    }
    expect(Object.keys(document.components.securitySchemes)).toEqual(['identity', 'member', 'staff', 'pos', 'console'])
  })

  test('describes the body of every refusal there is', () => {
    const described = Object.values(document.components.responses).flatMap(response => {
      const { content } = response as { content: { 'application/json': { examples: Record<string, Json> } } }
      return Object.keys(content['application/json'].examples)
    })
    expect(described.sort()).toEqual(Object.keys(refusals).sort())
    for (const { operation } of operations)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '500', '503']))
  })

  test('promises JSON or a file for every answer', () => {
    for (const { operation } of operations) {
      const { content } = operation.responses['200'] as { content: Record<string, unknown> }
      expect(Object.keys(content)).toHaveLength(1)
    }
  })

  test('is written for programs: no pattern of a date, no bound of a double', () => {
    const text = JSON.stringify(document)
    expect(text).not.toContain('9007199254740991')
    expect(text).not.toMatch(/"format":"date(-time)?","pattern"/)
  })
})

describe('the page of the document', () => {
  const page = docsPage(document)

  test('shows every route and every refusal', () => {
    const shown = (operation: Operation) => page.html.includes(`<details id="${operation.operationId}">`)
    expect(operations.filter(({ operation }) => !shown(operation))).toEqual([])
    expect(Object.keys(refusals).filter(code => !page.html.includes(`<code>${code}</code>`))).toEqual([])
  })

  test('needs nothing from anywhere else', () => {
    expect(page.html).not.toMatch(/(src|href)="https?:/)
    expect(page.policy).toContain("default-src 'none'")
    expect(page.policy).not.toContain('unsafe')
  })

  test('stays small: little more than a kilobyte a route, its share of the refusals included', () => {
    expect(page.html.length / operations.length).toBeLessThan(1_400)
  })
})
