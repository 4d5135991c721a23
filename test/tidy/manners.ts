/** What code must not do: impure rules, `any`, prints, skipped tests, barrels, SQL that only one database knows. */
import { type Breach, type Code, codeOf, isTest, type Node, type Rule } from './sources.js'

type Known = Node & { value?: string; object?: Known; property?: Known; callee?: Known; arguments?: unknown[] }

const at = (code: Code, node: Node, rule: string, why: string): Breach => ({
  path: code.path,
  line: code.lineOf(node),
  rule,
  why,
})

/** "Date.now" for the call Date.now(), "fetch" for fetch(). */
function calleeOf(node: Known): string {
  const { callee } = node
  if (!callee) return ''
  if (callee.type === 'MemberExpression') return `${callee.object?.value ?? '?'}.${callee.property?.value ?? '?'}`
  return callee.value ?? ''
}

const IMPURE_PACKAGES = /^(@nestjs\/|typeorm|mysql2|fastify|rxjs|pino|node:(?!crypto$))/
const IMPURE_CALLS =
  /^(Date\.now|Math\.random|performance\.now|crypto\.\w*|randomBytes|randomInt|randomUUID|fetch|setTimeout|setInterval|setImmediate|queueMicrotask)$/

/** Rules are values in, values out: the same on every run, whatever the time and wherever they run. */
export const pureRules: Rule = files =>
  codeOf(files)
    .filter(code => code.path.endsWith('.rules.ts'))
    .flatMap(code => [
      ...code.imports
        .filter(({ from }) => IMPURE_PACKAGES.test(from))
        .map(({ from, line }) => ({
          path: code.path,
          line,
          rule: 'pure rules',
          why: `a rule does not import ${from}`,
        })),
      ...code.nodes.flatMap(node => {
        const why = impurity(node as Known)
        return why ? [at(code, node, 'pure rules', why)] : []
      }),
    ])

function impurity(node: Known): string | undefined {
  const inner = node.function as { async?: boolean } | undefined
  if (node.type === 'AwaitExpression' || node.async === true || inner?.async) return 'a rule does not wait'
  const called = node.type === 'CallExpression' ? calleeOf(node) : ''
  if (IMPURE_CALLS.test(called)) return `${called}() differs from run to run: pass the value in`
  const makesDate = node.type === 'NewExpression' && node.callee?.value === 'Date'
  if (makesDate && (node.arguments ?? []).length === 0) return 'new Date() reads the clock: pass the time in'
  if (node.type === 'MemberExpression' && node.object?.value === 'process') return 'a rule does not look at the process'
  return undefined
}

export const noAny: Rule = files =>
  codeOf(files).flatMap(code =>
    code.nodes
      .filter(node => node.type === 'TsKeywordType' && node.kind === 'any')
      .map(node => at(code, node, 'no any', 'say what it is, or unknown')),
  )

const PRINTS = /^server\/src\/(commands\/|(main|worker)\.ts$)/

export const noPrints: Rule = files =>
  codeOf(files)
    .filter(code => code.path.startsWith('server/src/') && !PRINTS.test(code.path) && !isTest(code.path))
    .flatMap(code =>
      code.nodes
        .filter(node => node.type === 'CallExpression' && calleeOf(node as Known).startsWith('console.'))
        .map(node => at(code, node, 'no prints', 'the server logs with pino')),
    )

const SKIPS = /^((test|it|describe)\.(skip|only|todo|failing)|x(it|test|describe)|f(it|describe))$/

/** A test that does not run proves nothing. */
export const noSkips: Rule = files =>
  codeOf(files).flatMap(code =>
    code.nodes
      .filter(node => {
        if (node.type === 'CallExpression') return SKIPS.test(calleeOf(node as Known))
        return node.type === 'MemberExpression' && SKIPS.test(memberOf(node as Known))
      })
      .map(node => at(code, node, 'no skips', 'every test runs, always')),
  )

function memberOf({ object, property }: Known): string {
  const first = object?.type === 'MemberExpression' ? object.object : object
  return `${first?.value ?? '?'}.${property?.value ?? '?'}`
}

/** A file that only passes others on hides where things are. */
export const noBarrels: Rule = files =>
  codeOf(files).flatMap(code => {
    const stars = code.nodes.filter(node => node.type === 'ExportAllDeclaration')
    const [module] = code.nodes
    const body = (module?.body ?? []) as Node[]
    const passes = body.filter(node => node.type === 'ExportNamedDeclaration' && node.source)
    const only = body.length > 0 && passes.length === body.length ? [body[0]!] : []
    return [...stars, ...only].map(node => at(code, node, 'no barrels', 'import from the file that defines it'))
  })

export const namedExports: Rule = files =>
  codeOf(files)
    .filter(code => /^(server|shared)\/src\/|^test\/.*\.ts$/.test(code.path))
    .flatMap(code =>
      code.nodes
        .filter(node => node.type === 'ExportDefaultDeclaration' || node.type === 'ExportDefaultExpression')
        .map(node => at(code, node, 'named exports', 'export it by name')),
    )

/** Words of SQL that MySQL 8, MariaDB and the distributed engines do not share, or that hide work from the reader. */
const UNPORTABLE: [RegExp, string][] = [
  [
    /\b(CREATE|DROP)\s+(OR\s+REPLACE\s+)?(DEFINER\b.*)?(TRIGGER|PROCEDURE|FUNCTION|EVENT|SEQUENCE|PACKAGE)\b/,
    'no programs in the database',
  ],
  [/\bCALL\s+\w+\s*\(/, 'no stored procedures'],
  [/\bRETURNING\b/, 'MySQL has no RETURNING'],
  [/\bENGINE\s*=|\bROW_FORMAT\s*=|\bTABLESPACE\b/, 'engines differ'],
  [/\bAUTO_INCREMENT\b|\bNEXTVAL\b/, 'ids are made by the application'],
  [/\bFOREIGN KEY\b|\bREFERENCES\s+\w+\s*\(/, 'distributed engines lack foreign keys; invariants find orphans'],
  [/\b(VIRTUAL|PERSISTENT|STORED|INVISIBLE)\b\s*(,|\)|$)|GENERATED ALWAYS/, 'generated columns differ'],
  [/\b(FULLTEXT|SPATIAL)\b|\bPARTITION BY (RANGE|HASH|LIST|KEY)\b/, 'engines differ'],
  [/\bLOCK TABLES\b|\b(GET|RELEASE)_LOCK\s*\(/, 'locks belong to rows'],
  [/\bREPLACE INTO\b/, 'REPLACE deletes before it inserts'],
]
/** The migration command runs alone, before the server, over one connection. */
const MAY_LOCK = 'server/src/commands/migrate.ts'

export const portableSql: Rule = files =>
  codeOf(files)
    .filter(code => code.path.startsWith('server/src/') && !isTest(code.path))
    .flatMap(code =>
      code.nodes.flatMap(node => {
        const text = sqlOf(node)
        const bad = text && UNPORTABLE.find(([word]) => word.test(text))
        if (!bad || (code.path === MAY_LOCK && bad[0].source.includes('_LOCK'))) return []
        return [at(code, node, 'portable SQL', bad[1])]
      }),
    )

function sqlOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node.value)
  if (node.type === 'TemplateElement')
    return String((node.cooked as { value?: string })?.value ?? node.cooked ?? node.raw)
  return undefined
}
