/** The one place of raw colours: the brand's tokens, light and dark, for antd and for our own styles. */
import { theme as antd, type ThemeConfig } from 'antd'

const light = {
  brand: '#C43D2B',
  brandInk: '#8E2A1E',
  onBrand: '#FFFFFF',
  gold: '#A06C22',
  jade: '#2F7D5B',
  amber: '#B25E09',
  ink: '#221E1A',
  ink2: '#6B635A',
  ink3: '#8A8178',
  paper: '#FAF7F2',
  card: '#FFFFFF',
  line: '#EAE3D9',
}

const dark: typeof light = {
  brand: '#E2604C',
  brandInk: '#F0A195',
  // White on the brighter brand is only 3.5:1; the dark paper on it is 5.2:1.
  onBrand: '#171412',
  gold: '#D9A95B',
  jade: '#5DB78E',
  amber: '#E59A4C',
  ink: '#F3EEE7',
  ink2: '#B8AFA4',
  ink3: '#8F867B',
  paper: '#171412',
  card: '#221E1B',
  line: '#38322C',
}

export type Palette = typeof light

/** Chart series, safe for colour-blind readers in this order; a pattern or label always goes with them. */
export const series = ['#C43D2B', '#2F6FA8', '#2F7D5B', '#A06C22', '#6B4C9A', '#4A4A4A'] as const

/** A QR code stays dark on light in both modes, because many scanners refuse the inverse. */
export const qrInk = light.ink
export const qrPaper = light.card

export function paletteOf(isDark: boolean): Palette {
  return isDark ? dark : light
}

/** `share` of the first colour laid over the second, both "#RRGGBB"; share from 0 to 1. */
export function mix(over: string, under: string, share: number): string {
  const channel = (at: number) => {
    const [a, b] = [over, under].map(colour => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number]
    return Math.round(a * share + b * (1 - share))
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(1)}${channel(3)}${channel(5)}`
}

/** Hands the palette to our own styles as custom properties of the page. */
export function paint(isDark: boolean): void {
  const palette = paletteOf(isDark)
  const root = document.documentElement
  root.style.colorScheme = isDark ? 'dark' : 'light'
  const set = (name: string, value: string) => root.style.setProperty(`--${name}`, value)
  for (const [name, value] of Object.entries(palette))
    set(
      name.replace(/[A-Z0-9]/g, at => `-${at.toLowerCase()}`),
      value,
    )
  for (const [index, colour] of series.entries()) set(`series-${index + 1}`, colour)
  set('brand-wash', mix(palette.brand, palette.card, isDark ? 0.2 : 0.09))
  set('jade-wash', mix(palette.jade, palette.card, isDark ? 0.2 : 0.07))
  set('amber-wash', mix(palette.amber, palette.card, isDark ? 0.2 : 0.12))
  set('gold-wash', mix(palette.gold, palette.card, isDark ? 0.2 : 0.12))
  set('login', isDark ? palette.card : mix(palette.gold, palette.card, 0.12))
  set('field', mix(palette.ink, palette.card, isDark ? 0.06 : 0.035))
  set('bone', mix(palette.ink, palette.card, isDark ? 0.12 : 0.075))
}

/** antd's theme for one mode. Map tokens are set after its algorithm, which would otherwise dull the dark brand. */
export function antdTheme(isDark: boolean, motion: boolean): ThemeConfig {
  const palette = paletteOf(isDark)
  return {
    hashed: false,
    cssVar: { prefix: 'ht', key: isDark ? 'huitou-dark' : 'huitou-light' },
    algorithm: (seed, map) => ({
      ...(isDark ? antd.darkAlgorithm(seed, map) : antd.defaultAlgorithm(seed)),
      ...mapTokens(palette, isDark),
    }),
    token: {
      motion,
      colorPrimary: palette.brand,
      colorInfo: palette.gold,
      colorSuccess: palette.jade,
      colorWarning: palette.amber,
      colorError: palette.brandInk,
      colorLink: palette.brandInk,
      colorTextPlaceholder: mix(palette.ink3, palette.ink2, 0.5),
      colorTextDisabled: palette.ink3,
      colorTextLabel: palette.ink2,
      colorTextDescription: palette.ink2,
      colorIcon: palette.ink2,
      colorSplit: palette.line,
      fontFamily:
        '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
      fontSize: 15,
      fontSizeSM: 13,
      fontSizeLG: 17,
      borderRadius: 8,
      borderRadiusLG: 12,
      controlHeight: 36,
      lineWidthFocus: 2,
      boxShadowTertiary: 'none',
    },
    components: componentTokens(palette, isDark),
  }
}

function mapTokens(palette: Palette, isDark: boolean) {
  const tint = (colour: string, share: number) => mix(colour, palette.card, share)
  const raised = isDark ? mix(palette.ink, palette.card, 0.05) : palette.card
  return {
    colorPrimary: palette.brand,
    colorPrimaryHover: mix(palette.ink, palette.brand, isDark ? 0.15 : 0.12),
    colorPrimaryActive: palette.brandInk,
    colorPrimaryBg: tint(palette.brand, isDark ? 0.2 : 0.09),
    colorPrimaryBgHover: tint(palette.brand, isDark ? 0.28 : 0.15),
    colorPrimaryBorder: tint(palette.brand, 0.45),
    colorPrimaryText: palette.brandInk,
    colorSuccess: palette.jade,
    colorSuccessBg: tint(palette.jade, isDark ? 0.2 : 0.07),
    colorSuccessBorder: tint(palette.jade, 0.4),
    colorWarning: palette.amber,
    colorWarningBg: tint(palette.amber, isDark ? 0.2 : 0.12),
    colorWarningBorder: tint(palette.amber, 0.4),
    colorError: palette.brandInk,
    colorErrorBg: tint(palette.brandInk, isDark ? 0.14 : 0.08),
    colorErrorBorder: tint(palette.brandInk, 0.4),
    colorErrorHover: mix(palette.ink, palette.brandInk, 0.2),
    colorErrorText: palette.brandInk,
    colorInfo: palette.gold,
    colorInfoBg: tint(palette.gold, isDark ? 0.16 : 0.1),
    colorInfoBorder: tint(palette.gold, 0.35),
    colorLink: palette.brandInk,
    colorLinkHover: palette.brand,
    colorLinkActive: palette.brandInk,
    colorText: palette.ink,
    colorTextSecondary: palette.ink2,
    colorTextTertiary: palette.ink2,
    colorTextQuaternary: palette.ink3,
    colorBgLayout: palette.paper,
    colorBgContainer: palette.card,
    colorBgElevated: raised,
    colorBgSpotlight: isDark ? mix(palette.ink, palette.card, 0.16) : palette.ink,
    colorBorder: mix(palette.ink3, palette.card, isDark ? 0.55 : 0.5),
    colorBorderSecondary: palette.line,
  }
}

function componentTokens(palette: Palette, isDark: boolean): ThemeConfig['components'] {
  const band = mix(palette.paper, palette.card, isDark ? 0.45 : 0.8)
  return {
    Button: {
      primaryColor: palette.onBrand,
      dangerColor: palette.onBrand,
      primaryShadow: 'none',
      dangerShadow: 'none',
      defaultShadow: 'none',
      contentFontSizeSM: 13,
    },
    Switch: { colorPrimary: palette.jade, colorPrimaryHover: mix(palette.ink, palette.jade, 0.12) },
    // The brand is a red: as the border of a field in use it would read as an error.
    Input: fieldTokens(palette),
    Select: { activeBorderColor: palette.ink2, hoverBorderColor: palette.ink3, activeOutlineColor: palette.line },
    InputNumber: fieldTokens(palette),
    DatePicker: fieldTokens(palette),
    Card: { headerFontSize: 15, headerHeight: 48, bodyPadding: 20, headerPadding: 20 },
    Modal: { titleFontSize: 17 },
    Menu: {
      itemBg: palette.card,
      itemHeight: 36,
      itemMarginBlock: 2,
      itemSelectedBg: mix(palette.brand, palette.card, isDark ? 0.2 : 0.09),
      itemSelectedColor: palette.brandInk,
      groupTitleColor: palette.ink2,
      groupTitleFontSize: 13,
      activeBarBorderWidth: 0,
    },
    Table: {
      headerBg: band,
      headerColor: palette.ink2,
      headerBorderRadius: 0,
      headerSplitColor: band,
      borderColor: palette.line,
      rowHoverBg: band,
      cellFontSize: 15,
      cellFontSizeMD: 15,
      cellFontSizeSM: 13,
      cellPaddingBlockSM: 9,
      cellPaddingInlineSM: 12,
      footerBg: band,
    },
    Segmented: {
      trackBg: mix(palette.ink, palette.card, isDark ? 0.1 : 0.06),
      itemSelectedBg: isDark ? palette.line : palette.card,
    },
    // Gold and amber on their own washes are only 4.0:1.
    Tag: {
      defaultBg: band,
      defaultColor: palette.ink2,
      colorInfo: mix(palette.ink, palette.gold, 0.25),
      colorWarning: mix(palette.ink, palette.amber, 0.25),
    },
    Tooltip: { colorTextLightSolid: isDark ? palette.ink : palette.paper },
  }
}

function fieldTokens(palette: Palette) {
  return {
    activeBorderColor: palette.ink2,
    hoverBorderColor: palette.ink3,
    activeShadow: `0 0 0 3px ${palette.line}`,
  }
}
