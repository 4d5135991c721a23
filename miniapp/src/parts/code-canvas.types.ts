/** What a scanner reads is black on white, by day and by night; a canvas knows no style variables. */
export const DARK = '#000'
export const LIGHT = '#fff'

/** Draws on a canvas of `width` × `height` device pixels. */
export type Draw = (brush: CanvasRenderingContext2D, width: number, height: number) => void

export interface CodeCanvasProps {
  className: string
  label: string
  /** Names what is drawn; another name draws anew. */
  content: string
  draw: Draw
}
