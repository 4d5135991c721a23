/** The same sentences in English. A missing or unknown key does not compile. */
import type { FirstKey, TextKey } from './texts'
import { couponsEn } from './texts.coupons.en'
import { drawsEn } from './texts.draws.en'
import { groupsEn } from './texts.groups.en'
import { mallEn } from './texts.mall.en'
import { meEn } from './texts.me.en'
import { messagesEn } from './texts.messages.en'
import { pagesEn } from './texts.pages.en'
import { payEn } from './texts.pay.en'

const first: Record<FirstKey, string> = {
  brand: 'Huitou',
  member: 'Member',
  all: 'All',
  close: 'Close',
  copied: 'Copied',
  'tab.home': 'Home',
  'tab.code': 'My code',
  'tab.mall': 'Rewards',
  'tab.me': 'Me',

  'error.offline': 'The network seems to be gone. Your points and records are safe; nothing has changed.',
  'error.retry': 'Try again',
  'error.number': 'Error no. {number}',
  'error.copyNumber': 'Copy the error number',
  'offline.banner': 'No network. This is how things stood at {time}',
  'ago.now': 'just now',
  'ago.minutes': '{count} min ago',
  'ago.hours': '{count} h ago',
  'points.spoken': '{points} points',

  'hello.MORNING': 'Good morning',
  'hello.NOON': 'Good day',
  'hello.AFTERNOON': 'Good afternoon',
  'hello.EVENING': 'Good evening',
  'hello.NIGHT': 'Good night',
  'hello.named': '{hello}, {name}',
  'home.points': 'My points',
  'home.statement': 'Statement',
  'home.pending': '{points} pending',
  'home.held': '{points} set aside',
  'home.debt': '{points} points are owed after a refund; new points settle them first',
  'home.expiring': '{points} points are good until {day}',
  'home.code': 'Show my code',
  'home.scan': 'Scan a table code',
  'home.seat': 'You are at {store} · table {table}',
  'home.guest': 'For members',
  'home.teaser': 'Earn points from this meal on',
  'home.guestNote': 'One step. No form, no fee.',
  'home.join': 'Join for free',
  'home.failed': 'Your points cannot be read right now',
  'home.recent': 'Latest points',
  'home.noEntries': 'No points yet. Show your code before you pay, and they arrive at once.',
  'home.stores': 'Restaurants',
  'home.allStores': 'All {count}',

  'scan.notTable': 'This is not a table code of ours',
  'scan.tableTitle': 'Enter the table code',
  'scan.tableHint': 'Letters and digits are printed below the code; a link can be pasted too.',
  'scan.placeholder': 'Paste or type',
  'scan.use': 'Go',

  'code.hint': 'Show this before you pay',
  'code.scanned': '{store} has read your code and is recording the bill',
  'code.spoken': 'Member code, please show it to the staff',
  'code.barcodeSpoken': 'Member barcode',
  'code.numberSpoken': 'Member number {number}',
  'code.renews': 'Renews in {seconds} s',
  'code.fetching': 'Fetching your code…',
  'code.offline': 'No network. The code in hand is good for {seconds} s',
  'code.none': 'No valid code at the moment',
  'code.failed': 'A new code cannot be fetched',
  'code.failedKept':
    'Your points are safe. A code appears by itself when it works again; or pay now, keep the receipt, and have it added later.',
  'code.refresh': 'Refresh',
  'code.enlarge': 'Enlarge',
  'code.turn': 'Turn around',
  'code.tapToClose': 'Tap anywhere to close',
  'code.guestTitle': 'Once you join, your code lives here',
  'code.guestNote': 'Let the staff scan it before you pay, and points arrive at once.',

  'card.line': 'points · growth in all {growth}',
  'entry.pending': 'pending',
  'filter.ALL': 'All',
  'filter.EARN': 'Earned',
  'filter.REDEEM': 'Used',
  'filter.EXPIRE': 'Expired',

  'lot.AVAILABLE': 'Usable',
  'lot.PENDING': 'Pending',
  'lot.USED_UP': 'Used up',
  'lot.EXPIRED': 'Expired',

  'calendar.SOLAR': 'Solar calendar',
  'calendar.LUNAR': 'Lunar calendar',

  'size.AUTO': 'As in WeChat',
  'size.NORMAL': 'Standard',
  'size.LARGE': 'Large',
  'size.HUGE': 'Extra large',
}

export const en: Record<TextKey, string> = {
  ...first,
  ...pagesEn,
  ...meEn,
  ...messagesEn,
  ...couponsEn,
  ...mallEn,
  ...drawsEn,
  ...groupsEn,
  ...payEn,
}
