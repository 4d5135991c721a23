import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AnyNode, type Node, parse } from 'acorn'
import { filesBelow } from './compile.js'

export interface ScriptProblem {
  file: string
  line: number
  problem: string
}

/** The newest language that every phone we support can parse: iOS 10 with WeChat's own polyfills aside, ES2018. */
const NEWEST = 2018
const RETURN_THIS = /^\s*return this;?\s*$/

/**
 * What phones would refuse in the scripts of an output folder: syntax newer than ES2018, look-behind in patterns (no
 * iOS before 16.4 parses a file that has one), and code made from texts, except webpack's `Function('return this')`.
 */
export function scriptProblems(folder: string): ScriptProblem[] {
  return filesBelow(folder)
    .filter(file => file.endsWith('.js'))
    .flatMap(file => problemsOf(readFileSync(join(folder, file), 'utf8')).map(one => ({ file, ...one })))
}

function problemsOf(code: string): Omit<ScriptProblem, 'file'>[] {
  const problems: Omit<ScriptProblem, 'file'>[] = []
  try {
    const program = parse(code, { ecmaVersion: NEWEST, locations: true, allowHashBang: false })
    walk(program, node => {
      const problem = problemAt(node as AnyNode)
      if (problem) problems.push({ line: node.loc?.start.line ?? 0, problem })
    })
  } catch (error) {
    const { loc, message } = error as { loc?: { line: number }; message: string }
    problems.push({ line: loc?.line ?? 0, problem: `not ES${NEWEST}: ${message}` })
  }
  return problems
}

function problemAt(node: AnyNode): string | undefined {
  if (node.type === 'Literal' && node.regex && /\(\?<[=!]/.test(node.regex.pattern)) return 'look-behind in a pattern'
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return undefined
  if (node.callee.type !== 'Identifier') return undefined
  const { name } = node.callee
  if (name === 'eval') return 'eval'
  const last = node.arguments.at(name === 'Function' ? -1 : 0)
  const text = last?.type === 'Literal' && typeof last.value === 'string' ? last.value : undefined
  if (name === 'Function' && !(node.arguments.length === 1 && RETURN_THIS.test(text ?? ''))) return 'new Function'
  if (/^set(Timeout|Interval)$/.test(name) && text !== undefined) return `${name} with a text`
  return undefined
}

/** Visits every node; the tree is plain data. */
function walk(node: Node, visit: (node: Node) => void) {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child !== null && typeof child === 'object' && typeof (child as Node).type === 'string') {
        walk(child as Node, visit)
      }
    }
  }
}
