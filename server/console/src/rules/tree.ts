/** Edits of a condition tree. A path names a node by its place in each group on the way down; [] is the whole tree. */
import type { Condition, ConditionGroup } from '@huitou/shared/rules'

export type Node = Condition | ConditionGroup
export type Path = readonly number[]
export type Field = Condition['field']

/** Deeper than this nobody can say a condition as one sentence. */
export const DEPTH = 3
/** Blocks in one group, as the contract has it. */
export const WIDTH = 20

export function isGroup(node: Node): node is ConditionGroup {
  return 'rules' in node
}

export function nodeAt(tree: ConditionGroup, path: Path): Node | undefined {
  let node: Node | undefined = tree
  for (const index of path) node = node && isGroup(node) ? node.rules[index] : undefined
  return node
}

/** The tree with another node at a path; unchanged when the path leads nowhere. The root stays a group. */
export function replaceAt(tree: ConditionGroup, path: Path, node: Node): ConditionGroup {
  if (path.length === 0) return isGroup(node) ? node : tree
  return within(tree, path.slice(0, -1), rules => rules.map((old, index) => (index === path.at(-1) ? node : old)))
}

export function removeAt(tree: ConditionGroup, path: Path): ConditionGroup {
  return within(tree, path.slice(0, -1), rules => rules.filter((_, index) => index !== path.at(-1)))
}

/** A node at the end of the group at a path. */
export function addTo(tree: ConditionGroup, group: Path, node: Node): ConditionGroup {
  return within(tree, group, rules => (rules.length < WIDTH ? [...rules, node] : rules))
}

/** One place up or down among its neighbours; at the edge nothing moves. */
export function moveBy(tree: ConditionGroup, path: Path, step: -1 | 1): ConditionGroup {
  const from = path.at(-1)
  return within(tree, path.slice(0, -1), rules => {
    if (from === undefined || !(from + step in rules)) return rules
    const moved = [...rules]
    const [node] = moved.splice(from, 1) as [Node]
    moved.splice(from + step, 0, node)
    return moved
  })
}

/** A copy right below. */
export function duplicateAt(tree: ConditionGroup, path: Path): ConditionGroup {
  const at = path.at(-1)
  return within(tree, path.slice(0, -1), rules =>
    at === undefined || rules.length >= WIDTH
      ? rules
      : rules.flatMap((node, index) => (index === at ? [node, node] : [node])),
  )
}

/** Puts a node into a group of its own, joined the other way than its neighbours are: that is what a group is for. */
export function wrapAt(tree: ConditionGroup, path: Path): ConditionGroup {
  const node = nodeAt(tree, path)
  const outer = nodeAt(tree, path.slice(0, -1))
  if (!node || !outer || !isGroup(outer) || path.length === 0 || path.length >= DEPTH) return tree
  return replaceAt(tree, path, { combinator: outer.combinator === 'and' ? 'or' : 'and', rules: [node] })
}

/** Takes a group away and leaves its blocks in its place. */
export function unwrapAt(tree: ConditionGroup, path: Path): ConditionGroup {
  const node = nodeAt(tree, path)
  if (!node || !isGroup(node) || path.length === 0) return tree
  return within(tree, path.slice(0, -1), rules =>
    rules.flatMap((old, index) => (index === path.at(-1) ? node.rules : [old])),
  )
}

export function negate(group: ConditionGroup): ConditionGroup {
  const { not, ...plain } = group
  return not ? plain : { ...plain, not: true }
}

/** Every condition of the tree with its path, from the top down. */
export function conditionsOf(tree: ConditionGroup, path: Path = []): { path: Path; condition: Condition }[] {
  return tree.rules.flatMap((node, index) =>
    isGroup(node) ? conditionsOf(node, [...path, index]) : [{ path: [...path, index], condition: node }],
  )
}

function within(tree: ConditionGroup, group: Path, change: (rules: Node[]) => Node[]): ConditionGroup {
  const [index, ...rest] = group
  if (index === undefined) return { ...tree, rules: change(tree.rules) }
  return {
    ...tree,
    rules: tree.rules.map((node, at) => (at === index && isGroup(node) ? within(node, rest, change) : node)),
  }
}

/** A new block of a field, filled so that it reads as something people mean; lists start empty where there is no guess. */
export function blankOf(field: Field): Condition {
  switch (field) {
    case 'amount':
      return { field, operator: '>=', value: 8000 }
    case 'weekday':
      return { field, operator: 'in', value: [2] }
    case 'time':
      return { field, operator: 'between', value: ['17:00', '21:00'] }
    case 'dayOfMonth':
      return { field, operator: 'in', value: [8] }
    case 'festival':
      return { field, operator: 'in', value: ['MID_AUTUMN'] }
    case 'channel':
      return { field, operator: 'in', value: ['STAFF'] }
    case 'visit':
      return { field, operator: '=', value: 1 }
    case 'daysSinceLastVisit':
      return { field, operator: '<=', value: 30 }
    case 'birthday':
      return { field, operator: 'in', value: 'MONTH' }
    case 'tableSize':
      return { field, operator: '>=', value: 4 }
    case 'newProduct':
      return { field, operator: '<=', value: 30 }
    case 'memberDays':
      return { field, operator: '<=', value: 30 }
    case 'category':
    case 'product':
    case 'store':
    case 'tier':
    case 'tag':
      return { field, operator: 'in', value: [] }
  }
}

/** The fields by what they are about, in the order people think of them. */
export const fieldGroups: [key: 'bill' | 'when' | 'who', fields: Field[]][] = [
  ['bill', ['amount', 'category', 'product', 'newProduct', 'store', 'channel', 'tableSize']],
  ['when', ['weekday', 'time', 'dayOfMonth', 'festival']],
  ['who', ['tier', 'tag', 'visit', 'daysSinceLastVisit', 'birthday', 'memberDays']],
]
