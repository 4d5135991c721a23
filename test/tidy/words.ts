/** Names and words: how files are called, and what the project never says. */
import { type Breach, codeOf, type Node, type Rule, type Source } from './sources.js'

const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
const NAMED_BY_CUSTOM = new Set(['README.md', 'LICENSE', 'CHANGELOG.md', 'Dockerfile'])

export const fileNames: Rule = files =>
  files.flatMap(({ path }) => {
    const bad = path.split('/').find(part => !KEBAB.test(part) && !NAMED_BY_CUSTOM.has(part))
    return bad ? [{ path, line: 1, rule: 'file names', why: `${bad} is not kebab-case` }] : []
  })

const VAGUE = /^(utils?|helpers?|commons?|misc|managers?|handlers?|impl)$/
const VAGUE_CLASS = /(Manager|Handler|Impl|Utils?|Helpers?|Processor|BaseService)$|^I[A-Z][a-z]+Service$/

/** A name that fits anything says nothing. */
export const vagueNames: Rule = files => [
  ...files.flatMap(({ path }) => {
    const bad = path.split(/[/.-]/).find(part => VAGUE.test(part))
    return bad ? [{ path, line: 1, rule: 'vague names', why: `"${bad}" could hold anything: name what it is` }] : []
  }),
  ...codeOf(files).flatMap(code =>
    code.nodes.filter(isDeclaration).flatMap(node => {
      const name = ((node.identifier ?? node.id) as { value?: string } | undefined)?.value ?? ''
      if (!VAGUE_CLASS.test(name)) return []
      return [{ path: code.path, line: code.lineOf(node), rule: 'vague names', why: `${name} says how, not what` }]
    }),
  ),
]

const isDeclaration = ({ type }: Node) => type === 'ClassDeclaration' || type === 'TsInterfaceDeclaration'

/** Words of the field, from the glossary: one word for one thing, in names of our own code. */
const SYNONYMS: [RegExp, string][] = [
  // A username is what an operator signs in with, so that word stays.
  [/^(user|customer|patron)(s|id|ids|no)?$/i, 'Member, Operator, Staff or diner'],
  [/^(shop|merchant|outlet)(s|id|ids|no|name)?$/i, 'Store'],
  [/^(clerk|employee|cashier)(s|id|ids|no|name)?$/i, 'Staff'],
  [/^(desk)(s|id|ids|no|name)?$/i, 'DiningTable'],
  [/^(tenant)(s|id|ids)?$/i, 'Brand'],
  [/^gift(s|id|ids)?$/i, 'Reward'],
]

/** Only what we declare: WeChat and the libraries have words of their own. */
export const glossary: Rule = files =>
  codeOf(files)
    .filter(code => /^(shared|server|miniapp|server\/console)\/src\//.test(code.path))
    .flatMap(code =>
      code.nodes.flatMap(node => {
        const name = declaredName(node)
        const found = name ? SYNONYMS.find(([word]) => word.test(name)) : undefined
        if (!found) return []
        return [{ path: code.path, line: code.lineOf(node), rule: 'glossary', why: `not ${name}: ${found[1]}` }]
      }),
    )

function declaredName(node: Node): string | undefined {
  const named = (value: unknown) => (value as { value?: string } | undefined)?.value
  switch (node.type) {
    case 'ClassDeclaration':
    case 'FunctionDeclaration':
      return named(node.identifier)
    case 'TsInterfaceDeclaration':
    case 'TsTypeAliasDeclaration':
      return named(node.id)
    case 'VariableDeclarator':
      return named(node.id)
    case 'ClassProperty':
    case 'ClassMethod':
    case 'TsPropertySignature':
      return named(node.key)
    default:
      return undefined
  }
}

const PHRASES: [RegExp, string][] = [
  [/\b(TODO|FIXME|XXX|HACK)\b(?!\(\w[\w .-]*\))/, 'an open end has an owner, or is done now'],
  [/(^|[^\w.-])\/(root|home|Users|work)\/\w/, 'a path of one machine'],
  [/registry\.npm|npm\.pkg\.github|\b(nexus|artifactory|verdaccio)\b/i, 'a registry is chosen by who installs'],
  [/coming soon|敬请期待|lorem ipsum/i, 'a promise instead of a page'],
]
/** Here the phrases are listed and shown. */
const LISTED = /^test\/tidy\/(words|cases-of-words)\.ts$/

/** Phrases that have no business in the project, in any kind of file. */
export const bannedWords: Rule = files => files.filter(({ path }) => !LISTED.test(path)).flatMap(bannedIn)

function bannedIn({ path, text }: Source): Breach[] {
  return text.split('\n').flatMap((line, index) => {
    const found = PHRASES.find(([phrase]) => phrase.test(line))
    return found ? [{ path, line: index + 1, rule: 'banned words', why: found[1] }] : []
  })
}

const HAN = '\\u3400-\\u9fff'
/** Stands for what is put into a template: whether that ends or begins in Chinese is not known, the text around it is. */
const PUT_IN = '\u0000'
const HALF_WIDTH = new RegExp(
  `[,;?!][${HAN}「『《（【“${PUT_IN}]|[${HAN}」』》）】”${PUT_IN}][,;?!]|[${HAN}」』》）】”]:`,
)
const IN_CHINESE = new RegExp(`[${HAN}]`)

/**
 * What people read in Chinese is punctuated in Chinese: 你好，再见。 Half-width marks between characters run together. A
 * text is read whole, with what is put into it: `${price},满` is no better than 价格,满.
 */
export const chinesePunctuation: Rule = files =>
  codeOf(
    files.filter(
      ({ path, text }) =>
        /^(shared|server|miniapp|server\/console)\/src\/.*\.tsx?$/.test(path) &&
        !/\.test\.tsx?$/.test(path) &&
        IN_CHINESE.test(text),
    ),
  ).flatMap(code =>
    code.nodes.flatMap(node => {
      const text = textOf(node)
      const found = text && IN_CHINESE.test(text) ? HALF_WIDTH.exec(text)?.[0] : undefined
      if (!found) return []
      const why = `full-width punctuation in "${found.replaceAll(PUT_IN, '…')}"`
      return [{ path: code.path, line: code.lineOf(node), rule: 'Chinese punctuation', why }]
    }),
  )

function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral' || node.type === 'JSXText') return node.value as string
  if (node.type !== 'TemplateLiteral') return undefined
  return (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked).join(PUT_IN)
}
