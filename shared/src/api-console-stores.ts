/** What operators may ask about stores: tables, tills, staff, bills, dishes. */
import { z } from 'zod'
import { byId, Done, Id, page, pageOf } from './basics.js'
import { endpoints } from './endpoint.js'
import { PurchaseRow } from './purchases.js'
import { ProductList, ProductsBody } from './rule-desk.js'
import {
  PosKeyBody,
  PosKeyIssued,
  PosKeyRow,
  StaffBody,
  StaffInvite,
  StaffRow,
  StoreBody,
  StoreRow,
  TableChange,
  TableRow,
  TablesBody,
} from './stores.js'

export const stores = endpoints('console', {
  'GET /console/purchases': {
    summary: 'Bills of all stores',
    query: page.extend({ storeId: Id.optional(), search: z.string().max(40).optional() }),
    response: pageOf(PurchaseRow),
  },
  'GET /console/stores': { summary: 'Stores', response: z.object({ items: z.array(StoreRow) }) },
  'POST /console/stores': { summary: 'Open a store', body: StoreBody, response: StoreRow },
  'PUT /console/stores/:id': { summary: 'Change a store', params: byId, body: StoreBody, response: StoreRow },
  'GET /console/stores/:id/tables': {
    summary: 'Tables of a store',
    params: byId,
    response: z.object({ items: z.array(TableRow) }),
  },
  'POST /console/stores/:id/tables': {
    summary: 'Add tables, each with its own code',
    params: byId,
    body: TablesBody,
    response: z.object({ items: z.array(TableRow) }),
  },
  'GET /console/stores/:id/table-codes': {
    summary: 'A printable sheet of all table codes (PDF)',
    params: byId,
    binary: 'application/pdf',
  },
  'PATCH /console/tables/:id': {
    summary: 'Take a table out of use, or back',
    params: byId,
    body: TableChange,
    response: TableRow,
  },
  'POST /console/tables/:id/codes': {
    summary: 'A new code for the table; the old one ends',
    params: byId,
    response: TableRow,
  },
  'GET /console/stores/:id/pos-keys': {
    summary: 'Keys of the tills of a store: live ones first, never the keys themselves',
    params: byId,
    response: z.object({ items: z.array(PosKeyRow), limit: z.int() }),
  },
  'POST /console/stores/:id/pos-keys': {
    summary: 'Issue a key for a till; it is shown this once',
    params: byId,
    body: PosKeyBody,
    response: PosKeyIssued,
  },
  'DELETE /console/pos-keys/:id': { summary: 'End a till key at once', params: byId, response: PosKeyRow },
  'GET /console/staff': { summary: 'Staff of all stores', response: z.object({ items: z.array(StaffRow) }) },
  'POST /console/staff': { summary: 'Invite a staff member', body: StaffBody, response: StaffInvite },
  'DELETE /console/staff/:id': { summary: 'End staff access at once', params: byId, response: StaffRow },
  'GET /console/products': {
    summary: 'Dishes and their categories, by name',
    query: page.extend({ search: z.string().trim().max(40).optional() }),
    response: ProductList,
  },
  'PUT /console/products': { summary: 'Put dishes into categories', body: ProductsBody, response: Done },
})
