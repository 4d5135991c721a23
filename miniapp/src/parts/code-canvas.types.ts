/** Draws on a canvas of `width` × `height` device pixels. */
export type Draw = (brush: CanvasRenderingContext2D, width: number, height: number) => void

export interface CodeCanvasProps {
  className: string
  label: string
  /** Names what is drawn; another name draws anew. */
  content: string
  draw: Draw
}
