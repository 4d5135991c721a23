/** The control plane's plain "no": too many users, no such user, a bad state file. The message is for whoever tests. */
export class SimRefusal extends Error {}
