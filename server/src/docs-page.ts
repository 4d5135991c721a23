/** The OpenAPI document as one page people can read: no network, no framework, a search box and what each call says. */
import { createHash } from 'node:crypto'
import { refusals } from '@huitou/shared/refusals'
import { docsScript, docsStyle } from './docs-style.js'
import type { Json, OpenApi, Operation, Schema } from './openapi.js'

/** The page, and the content security policy that lets exactly its own script and style run. */
export function docsPage(document: OpenApi): { html: string; policy: string } {
  const groups = document.tags.map(tag => groupOf(document, tag))
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${escaped(document.info.title)} API</title><style>${docsStyle}</style></head>
<body><header><h1>${escaped(document.info.title)} API</h1><p>${escaped(document.info.description)}</p>
<p>Base address <code>${escaped(document.servers[0]!.url)}</code> · <a href="/openapi.json">openapi.json</a> · version ${escaped(document.info.version)}</p>
<label for="search">Search</label><input id="search" type="search" placeholder="path, word or refusal code" autocomplete="off">
<p id="found" role="status"></p>
<nav>${document.tags.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' ')} <a href="#shapes">shapes</a> <a href="#refusals">refusals</a></nav></header>
<main>${groups.join('')}${shapeTable(document)}${refusalTable()}</main><script>${docsScript}</script></body></html>
`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(docsScript)}`,
    `style-src ${hashOf(docsStyle)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return { html, policy }
}

function groupOf(document: OpenApi, tag: OpenApi['tags'][number]): string {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => operation.tags.includes(tag.name))
      .map(([method, operation]) => callOf(document, { method, path, operation })),
  )
  return `<section id="${tag.name}"><h2>${tag.name}</h2><p>${escaped(tag.description)}</p>${calls.join('')}</section>`
}

function callOf(document: OpenApi, call: { method: string; path: string; operation: Operation }): string {
  const { method, path, operation } = call
  const parameters = operation.parameters.map(
    ({ name, in: place, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${place}${required ? '' : ', optional'}</td><td><code>${escaped(shape(document, schema))}</code></td></tr>`,
  )
  const body = operation.requestBody?.content['application/json']?.schema
  const done = operation.responses['200'] as { content: Record<string, { schema?: Schema }> }
  const answers = Object.entries(done.content).map(([type, { schema }]) =>
    schema ? `<pre>${escaped(shape(document, schema))}</pre>` : `<p>A file, ${escaped(type)}.</p>`,
  )
  const refused = Object.keys(operation.responses).filter(status => status !== '200')
  return `<details id="${operation.operationId}"><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code> <span>${escaped(operation.summary)}</span></summary>
${parameters.length > 0 ? `<h3>Parameters</h3><table>${parameters.join('')}</table>` : ''}
${body ? `<h3>Body</h3><pre>${escaped(shape(document, body))}</pre>` : ''}
<h3>Answer</h3>${answers.join('') || '<p>Empty.</p>'}
<p>May be refused with ${refused.map(status => `<a href="#refused-${status}">${status}</a>`).join(', ')}.</p></details>`
}

function refusalTable(): string {
  const rows = Object.entries(refusals)
    .sort(([, a], [, b]) => a[0] - b[0])
    .map(([code, [status, zh, en]], index, all) => {
      const first = all[index - 1]?.[1][0] !== status
      return `<tr${first ? ` id="refused-${status}"` : ''}><td>${status}</td><td><code>${code}</code></td><td lang="zh-CN">${escaped(zh)}</td><td>${escaped(en)}</td></tr>`
    })
  return `<section id="refusals"><h2>refusals</h2><p>The body of each is <code>{ code, message, requestId, data? }</code>.</p>
<table><tr><th>Status</th><th>Code</th><th>zh-CN</th><th>en</th></tr>${rows.join('')}</table></section>`
}

const DEPTH_MAX = 8
/** A shape with as much text as this, met at two places or inside itself, is told once and named elsewhere. */
const LONG = 240

const toldApart = new WeakMap<OpenApi, Set<string>>()

/** The names of the shapes that are told once. */
function namesOf(document: OpenApi): Set<string> {
  const known = toldApart.get(document)
  if (known) return known
  const text = JSON.stringify(document)
  const isLong = (name: string) => JSON.stringify(document.components.schemas[name]).length > LONG
  const places = (name: string) => text.split(`"#/components/schemas/${name}"`).length - 1
  const names = Object.keys(document.components.schemas).filter(name => isLong(name) && places(name) > 1)
  const found = new Set(names.map(plain))
  toldApart.set(document, found)
  return found
}

/** The same shape as it is written, where that is told apart. */
function plain(name: string): string {
  return name.replace(/Input$/, '')
}

function shapeTable(document: OpenApi): string {
  const shapes = [...namesOf(document)].map(name => {
    const schema = document.components.schemas[name] ?? document.components.schemas[`${name}Input`]
    return schema ? `<h3><code>${name}</code></h3><pre>${escaped(shape(document, schema))}</pre>` : ''
  })
  return `<section id="shapes"><h2>shapes</h2>${shapes.join('')}</section>`
}

/** A schema the way a programmer would write the type. */
function shape(document: OpenApi, schema: Schema, indent = ''): string {
  if (indent.length > DEPTH_MAX * 2) return '…'
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1)!
    if (namesOf(document).has(plain(name))) return plain(name)
    const named = document.components.schemas[name]
    return named ? shape(document, named, indent) : 'unknown'
  }
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices) return choices.map(choice => shape(document, choice, indent)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return (schema.enum as Json[]).map(value => JSON.stringify(value)).join(' | ')
  if (schema.type === 'array') return listOf(shape(document, schema.items as Schema, indent))
  if (schema.properties) return objectOf(document, schema, indent)
  const types = Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'any')
  return `${types}${limitsOf(schema)}`
}

function objectOf(document: OpenApi, schema: Schema, indent: string): string {
  const required = (schema.required ?? []) as string[]
  const inner = `${indent}  `
  const lines = Object.entries(schema.properties as Record<string, Schema>).map(
    ([name, of]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${shape(document, of, inner)}`,
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}

function listOf(item: string): string {
  return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
}

function limitsOf({ format, pattern, minimum, maximum, minLength, maxLength }: Schema): string {
  const limits = [
    format,
    pattern && `/${pattern}/`,
    minimum !== undefined && `≥ ${minimum}`,
    maximum !== undefined && `≤ ${maximum}`,
    minLength !== undefined && `at least ${minLength} long`,
    maxLength !== undefined && `at most ${maxLength} long`,
  ].filter(Boolean)
  return limits.length > 0 ? ` (${limits.join(', ')})` : ''
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/** As text between tags, never as an attribute: quotation marks stay as they are, which the many words of shapes repay. */
function escaped(text: string): string {
  return text.replace(/[&<]/g, letter => `&#${letter.charCodeAt(0)};`)
}
