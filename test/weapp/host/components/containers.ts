import { type ComponentKind, flag, type HostElement } from './define.js'

const SCROLL_PROPERTIES = [
  'scrollX scrollY upperThreshold lowerThreshold scrollTop scrollLeft scrollIntoView scrollWithAnimation',
  'enableBackToTop enableFlex scrollAnchoring refresherEnabled refresherThreshold refresherDefaultStyle',
  'refresherBackground refresherTriggered enhanced bounces showScrollbar pagingEnabled fastDeceleration usingSticky',
  'cacheExtent type scrollIntoViewAlignment scrollIntoViewWithinExtent reverse clip padding associativeContainer',
  'minDragDistance enablePassive scrollAnimationDuration trapScroll disableLowerScroll disableUpperScroll',
  'refresherTwoLevelEnabled refresherTwoLevelTriggered refresherTwoLevelThreshold refresherTwoLevelCloseThreshold',
  'refresherTwoLevelScrollEnabled refresherBallisticRefreshEnabled refresherTwoLevelPinned',
].join(' ')
/** WeChat's distance from an edge at which a scroll view tells it was reached. */
const EDGE = 50

function scrollEvents({ dom, prop, fire }: HostElement) {
  let atEnd = false
  let atStart = true
  dom.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = dom
    fire('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX: 0, deltaY: 0 })
    const across = Boolean(prop('scrollX')) && !prop('scrollY')
    const before = across ? scrollLeft : scrollTop
    const after = across ? scrollWidth - scrollLeft - clientWidth : scrollHeight - scrollTop - clientHeight
    const end = after <= Number(prop('lowerThreshold') ?? EDGE)
    const start = before <= Number(prop('upperThreshold') ?? EDGE)
    if (end && !atEnd) fire('scrolltolower', { direction: across ? 'right' : 'bottom' })
    if (start && !atStart) fire('scrolltoupper', { direction: across ? 'left' : 'top' })
    atEnd = end
    atStart = start
  })
}

const scrollView: ComponentKind = {
  tag: 'scroll-view',
  properties: SCROLL_PROPERTIES,
  setUp: element => {
    const { dom } = element
    scrollEvents(element)
    const overflow = (axis: 'overflowX' | 'overflowY') => (value: unknown) => {
      dom.style[axis] = value ? 'auto' : 'hidden'
    }
    const position = (axis: 'scrollTop' | 'scrollLeft') => (value: unknown) => {
      if (value !== undefined) requestAnimationFrame(() => Object.assign(dom, { [axis]: Number(value) }))
    }
    const intoView = (id: unknown) => {
      if (id) requestAnimationFrame(() => dom.querySelector(`#${CSS.escape(String(id))}`)?.scrollIntoView())
    }
    return {
      sync: {
        scrollX: overflow('overflowX'),
        scrollY: overflow('overflowY'),
        scrollTop: position('scrollTop'),
        scrollLeft: position('scrollLeft'),
        scrollIntoView: intoView,
        enableFlex: flag(dom, 'enable-flex'),
      },
    }
  },
}

const SWIPER_PROPERTIES = [
  'indicatorDots indicatorColor indicatorActiveColor autoplay current interval duration circular vertical',
  'previousMargin nextMargin displayMultipleItems skipHiddenItemLayout easingFunction snapToEdge cacheExtent',
  'scrollWithAnimation layoutType transformerType indicatorType indicatorMargin indicatorSpacing indicatorRadius',
  'indicatorWidth indicatorHeight indicatorAlignment indicatorOffset currentItemId',
].join(' ')

/** A strip that snaps; autoplay stands still so that tests and pictures do too. */
const swiper: ComponentKind = {
  tag: 'swiper',
  properties: SWIPER_PROPERTIES,
  setUp: ({ dom, fire }) => {
    let shown = 0
    const settle = (source: string) => {
      const current = dom.clientWidth ? Math.round(dom.scrollLeft / dom.clientWidth) : 0
      if (current === shown) return
      shown = current
      fire('change', { current, source, currentItemId: '' })
      fire('animationfinish', { current, source })
    }
    dom.addEventListener('scrollend', () => settle('touch'))
    const current = (value: unknown) => {
      requestAnimationFrame(() => {
        dom.scrollLeft = Number(value ?? 0) * dom.clientWidth
        settle('')
      })
    }
    return { sync: { current, vertical: flag(dom, 'vertical') } }
  },
}

const canvas: ComponentKind = {
  tag: 'canvas',
  properties: 'type canvasId disableScroll',
  setUp: ({ dom }) => {
    const node = document.createElement('canvas')
    dom.prepend(node)
    // WeChat's canvas carries what its logic layer lacks globally.
    Object.assign(node, {
      requestAnimationFrame: requestAnimationFrame.bind(window),
      cancelAnimationFrame: cancelAnimationFrame.bind(window),
      createImage: () => new Image(),
    })
    return { node }
  },
}

const progress: ComponentKind = {
  tag: 'progress',
  properties:
    'percent showInfo borderRadius fontSize strokeWidth color activeColor backgroundColor active activeMode duration',
  setUp: ({ dom }) => {
    const bar = document.createElement('progress')
    bar.max = 100
    dom.prepend(bar)
    const percent = (value: unknown) => {
      bar.value = Number(value ?? 0)
    }
    return { sync: { percent } }
  },
}

export const containers: ComponentKind[] = [scrollView, swiper, canvas, progress]
