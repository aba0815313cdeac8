/** A certificate with the key it is of, both PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** How a simulator serves by TLS. */
export interface SecureServing extends Identity {
  /** PEM of the authority whose clients are let in, and nobody else; anybody where absent. */
  readonly clientsOf?: string;
}
