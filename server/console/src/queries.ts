/** Reading and changing the server's data from a page, over TanStack Query. */
import type { Route } from '@huitou/shared/api'
import type { ReplyOf, RequestOf } from '@huitou/shared/client'
import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { CallError, read } from './call'

const FRESH_MS = 15_000

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // A refusal stays a refusal; only a fault on the way is worth a second look, and the person waits meanwhile.
      retry: (failures, error) => failures < 1 && error instanceof CallError && error.passing,
      retryDelay: 600,
      // Offline, a page shows its error and what it last knew instead of waiting without a word.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

export interface ReadOptions {
  enabled?: boolean
  /** Keep the rows of the last question while the next one is answered. */
  keep?: boolean
  staleMs?: number
  timeOutMs?: number
  /** Asked again by itself, while somebody looks. */
  everyMs?: number | false
}

/** The key under which a read is cached; its first part alone names all reads of the route. */
export function readKey<R extends Route>(route: R, request?: RequestOf<R>): readonly unknown[] {
  return [route, request ?? null]
}

/** One read, cached by route and request. */
export function useRead<R extends Route>(route: R, request?: RequestOf<R>, options: ReadOptions = {}) {
  return useQuery<ReplyOf<R>, CallError>({
    queryKey: readKey(route, request),
    queryFn: ({ signal }) => read(route, request, { signal, timeOutMs: options.timeOutMs }),
    enabled: options.enabled ?? true,
    ...(options.staleMs === undefined ? {} : { staleTime: options.staleMs }),
    ...(options.everyMs ? { refetchInterval: options.everyMs } : {}),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** A list that grows at its end, cached by `key`; `fetchPage` reads the page that starts at the cursor. */
export function useGrowingList<T>(
  key: readonly unknown[],
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  const query = useInfiniteQuery<Page<T>, CallError, { pages: Page<T>[] }, readonly unknown[], string | undefined>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: last => last.nextCursor ?? undefined,
  })
  return { ...query, items: query.data?.pages.flatMap(page => page.items) }
}

/** A change of the server's data; when it is done, every read of the routes in `touches` is asked again. */
export function useChange<V, T>(change: (value: V) => Promise<T>, touches: readonly Route[]) {
  const client = useQueryClient()
  return useMutation<T, CallError, V>({
    mutationFn: change,
    onSettled: () => Promise.all(touches.map(route => client.invalidateQueries({ queryKey: [route] }))),
  })
}
