import { SearchOutlined } from '@ant-design/icons'
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Input, Segmented, Select, type TableProps } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { mayChangeRules } from '../access'
import { type CallError, call, read } from '../call'
import { useOperator } from '../operator'
import { type Columns, column, digits } from '../parts/columns'
import { DataTable } from '../parts/data-table'
import { PageHead } from '../parts/page-head'
import { EmptyView, textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'

type Answer = ReplyOf<'GET /console/products'>
type Product = Answer['items'][number]
type Body = RequestOf<'PUT /console/products'>['body']['products']
interface Dishes {
  items: Product[]
  categories: Answer['categories']
}

const PAGE = 100
/** More dishes than this no kitchen cooks; the search still reaches those that are here. */
const PAGES = 20
/** Dishes in one change, as the contract has it. */
const AT_ONCE = 200
const NONE = 'OTHER'

/** The dishes of the house and the categories rules count by: filter, choose many, assign at once. */
export function ProductsPage() {
  const { say } = usePreferences()
  const mayChange = mayChangeRules(useOperator().role)
  const [params, setParams] = useSearchParams()
  const [chosen, setChosen] = useState<string[]>([])
  const dishes = useDishes()
  const search = params.get('search') ?? ''
  const category = params.get('category') ?? ''
  const set = (name: 'search' | 'category', value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
    setChosen([])
  }
  const words = search.trim().toLowerCase()
  const fits = (one: Product) => (!category || one.category === category) && one.name.toLowerCase().includes(words)
  return (
    <>
      <PageHead title={say('products.title')} />
      <p className="lead">{say('products.note')}</p>
      <div className="card">
        <div className="tool-bar">
          <CategoryFilter dishes={dishes.data} category={category} onCategory={value => set('category', value)} />
          <DishSearch search={search} onSearch={text => set('search', text)} />
        </div>
        {mayChange && dishes.data && dishes.data.items.length > 0 ? (
          <AssignBar dishes={dishes.data} shown={dishes.data.items.filter(fits)} chosen={chosen} choose={setChosen} />
        ) : null}
        <DataTable<Product>
          label={say('products.title')}
          minWidth={560}
          pageSize={50}
          rows={dishes.data?.items.filter(fits)}
          error={dishes.error}
          retry={() => dishes.refetch()}
          rowKey={one => one.id}
          columns={useColumns(dishes.data?.categories ?? [])}
          skeletonRows={10}
          rowSelection={useTicks(mayChange, chosen, setChosen)}
          empty={
            <NoDishes
              any={(dishes.data?.items.length ?? 0) > 0}
              sorted={category === NONE && !search}
              onAll={() => setParams({}, { replace: true })}
            />
          }
        />
      </div>
    </>
  )
}

/** Ticks in front of the dishes, each with a name of its own for those who hear them. */
function useTicks(
  mayChange: boolean,
  chosen: string[],
  choose: (ids: string[]) => void,
): TableProps<Product>['rowSelection'] {
  const { say } = usePreferences()
  if (!mayChange) return undefined
  return {
    selectedRowKeys: chosen,
    onChange: keys => choose(keys.map(String)),
    getCheckboxProps: one => ({ 'aria-label': say('products.select', { name: one.name }) }),
    // antd renders the header's tick a second time in a hidden row, where the Tab key would find it; ours is above.
    hideSelectAll: true,
    columnTitle: <span className="visually-hidden">{say('products.tick')}</span>,
  }
}

function DishSearch({ search, onSearch }: { search: string; onSearch: (text: string) => void }) {
  const { say } = usePreferences()
  return (
    <Input
      className="rule-search"
      prefix={<SearchOutlined />}
      value={search}
      onChange={event => onSearch(event.target.value)}
      placeholder={say('products.search')}
      aria-label={say('products.search')}
      maxLength={40}
      allowClear
    />
  )
}

/** All dishes, page after page: filtering and choosing across pages wants them together, and there are hundreds at most. */
function useDishes() {
  return useQuery<Dishes, CallError>({
    queryKey: ['GET /console/products'],
    queryFn: async ({ signal }) => {
      const items: Product[] = []
      let categories: Answer['categories'] = []
      let cursor: string | undefined
      for (let page = 0; page < PAGES; page++) {
        const answer = await read('GET /console/products', { query: { cursor, limit: PAGE } }, { signal })
        items.push(...answer.items)
        categories = answer.categories
        if (!answer.nextCursor) break
        cursor = answer.nextCursor
      }
      return { items, categories }
    },
  })
}

interface CategoryFilterProps {
  dishes: Dishes | undefined
  category: string
  onCategory: (category: string) => void
}

function CategoryFilter({ dishes, category, onCategory }: CategoryFilterProps) {
  const { say } = usePreferences()
  const count = (code: string) => dishes?.items.filter(one => one.category === code).length ?? 0
  const used = dishes?.categories.filter(({ code }) => code !== NONE && (count(code) > 0 || code === category)) ?? []
  return (
    <Segmented<string>
      value={category}
      onChange={onCategory}
      aria-label={say('products.filter')}
      options={[
        { value: '', label: `${say('products.all')} ${dishes?.items.length ?? ''}` },
        { value: NONE, label: `${say('products.none_of')} ${dishes ? count(NONE) : ''}` },
        ...used.map(({ code, name }) => ({ value: code, label: `${name} ${count(code)}` })),
      ]}
    />
  )
}

interface AssignBarProps {
  dishes: Dishes
  /** The dishes that pass the filter. */
  shown: readonly Product[]
  chosen: readonly string[]
  choose: (ids: string[]) => void
}

/** Puts what is chosen into a category; the message afterwards can take it back. */
function AssignBar({ dishes, shown, chosen, choose }: AssignBarProps) {
  const { say } = usePreferences()
  const [target, setTarget] = useState<string>()
  const { assign, busy } = useAssign(dishes, () => choose([]))
  return (
    <div className="assign-bar" aria-live="polite">
      <Checkbox
        checked={chosen.length > 0 && chosen.length === shown.length}
        indeterminate={chosen.length > 0 && chosen.length < shown.length}
        disabled={shown.length === 0}
        onChange={event => choose(event.target.checked ? shown.map(one => one.id) : [])}
      >
        {say('products.select.all', { count: shown.length })}
      </Checkbox>
      {chosen.length === 0 ? (
        <span className="page-note">{say('products.choose.first')}</span>
      ) : (
        <>
          <strong className="number">{say('products.chosen', { count: chosen.length })}</strong>
          <Select<string>
            className="store-filter"
            value={target}
            onChange={setTarget}
            placeholder={say('products.assign')}
            aria-label={say('products.assign')}
            showSearch={{ optionFilterProp: 'label' }}
            options={dishes.categories.map(one => ({ value: one.code, label: one.name }))}
          />
          <Button type="primary" disabled={!target} loading={busy} onClick={() => target && assign(chosen, target)}>
            {say('products.assign.confirm', { count: chosen.length })}
          </Button>
          <span className="page-note">{say('products.assign.effect')}</span>
        </>
      )}
    </div>
  )
}

function useAssign(dishes: Dishes, onDone: () => void) {
  const { say, language } = usePreferences()
  const { message } = App.useApp()
  const change = useChange(putAll, ['GET /console/products', 'GET /console/rule-options'])
  const fail = (error: unknown) => message.error(textOf(error as Error, say, language))
  const undo = async (before: Body) => {
    message.destroy()
    await change.mutateAsync(before)
    message.success(say('products.undone'))
  }
  const assign = async (chosen: readonly string[], to: string) => {
    const before = dishes.items.filter(one => chosen.includes(one.id))
    const category = dishes.categories.find(one => one.code === to)?.name ?? to
    try {
      await change.mutateAsync(before.map(({ id, listedOn }) => ({ id, category: to, listedOn })))
    } catch (error) {
      fail(error)
      return
    }
    onDone()
    const old = before.map(one => ({ id: one.id, category: one.category, listedOn: one.listedOn }))
    message.success({
      duration: 8,
      content: (
        <>
          {say('products.assigned', { count: before.length, category })}{' '}
          <Button type="link" size="small" onClick={() => undo(old).catch(fail)}>
            {say('products.undo')}
          </Button>
        </>
      ),
    })
  }
  return { assign, busy: change.isPending }
}

async function putAll(products: Body): Promise<void> {
  for (let from = 0; from < products.length; from += AT_ONCE)
    await call('PUT /console/products', { body: { products: products.slice(from, from + AT_ONCE) } })
}

function useColumns(categories: Dishes['categories']): Columns<Product> {
  const { say } = usePreferences()
  const names = new Map(categories.map(({ code, name }) => [code, name]))
  return [
    column(say('products.name'), undefined, one => one.name, {
      sorter: (a, b) => a.name.localeCompare(b.name, 'zh-CN'),
    }),
    column(say('products.category'), 180, one =>
      one.category === NONE ? (
        <span className="note-warn inline">{say('products.none_of')}</span>
      ) : (
        (names.get(one.category) ?? one.category)
      ),
    ),
    digits(say('products.listed'), 140, one => one.listedOn ?? '—'),
  ]
}

function NoDishes({ any, sorted, onAll }: { any: boolean; sorted: boolean; onAll: () => void }) {
  const { say } = usePreferences()
  if (!any) return <EmptyView drawing="bowl" title={say('products.empty')} hint={say('products.empty.hint')} />
  return (
    <EmptyView
      drawing={sorted ? 'bowl' : 'search'}
      title={sorted ? say('products.not_found.sorted') : say('products.not_found')}
      hint={sorted ? undefined : say('products.not_found.hint')}
      action={<Button onClick={onAll}>{say('products.show_all')}</Button>}
    />
  )
}
