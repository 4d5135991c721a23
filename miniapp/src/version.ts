/** Shown in settings, so that somebody on the phone can tell which version they hold. */
export const VERSION = '0.1.0'
