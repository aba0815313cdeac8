/** Run ids are UUIDv7: their first 48 bits are the moment of acceptance in epoch milliseconds. */
export function acceptedAt(runId: string): number {
  return Number.parseInt(runId.slice(0, 8) + runId.slice(9, 13), 16);
}

/** The host of an address to open in a browser. */
export function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The host under which this machine reaches the server that listens at `host`. */
export function loopbackOf(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : shownHost(host);
}
