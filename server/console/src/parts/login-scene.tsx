/** The drawing beside the sign-in form: a table with its code, a bowl, and the bill that turns into points. */
export function LoginScene() {
  return (
    <svg
      viewBox="0 0 380 220"
      width="100%"
      fill="none"
      strokeWidth="3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <g className="stroke-ink">
        <path d="M14 176h352M48 176v36M332 176v36" />
        <path d="M124 120h104a52 52 0 0 1-104 0ZM114 120h124M154 176h44" />
        <path d="M262 176V84l9 6 9-6 9 6 9-6 9 6 9-6v92" />
        <path d="M276 112h28M276 128h16" />
        <path d="M40 176v-52h52v52" />
        <path d="M52 136h10v10H52zM70 136h10v10H70zM52 154h10v10H52zM70 154h3M80 164v-3" />
      </g>
      <g className="stroke-accent">
        <path d="M156 104c-8-8 8-14 0-24M176 104c-8-8 8-14 0-24M196 104c-8-8 8-14 0-24" />
        <path d="M290 62C276 34 236 16 182 18 132 20 92 44 74 88" />
        <path d="m64 72 9 18 17-10" />
        <path d="M276 148h20" />
      </g>
    </svg>
  )
}
