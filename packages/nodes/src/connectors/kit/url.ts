export type QueryValue = string | number | boolean | null;

/** True for an absolute http or https address. */
export function isAbsolute(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

/** A path below a base address, with exactly one slash between them; the base may have a path of its own. */
export function joinUrl(baseUrl: string, path: string): string {
  const base = baseUrl.replace(/\/+$/, '');
  if (path === '' || path.startsWith('?')) return `${base}${path}`;
  return `${base}/${path.replace(/^\/+/, '')}`;
}

/** The address with query parameters added behind those it has; null leaves one out. A fragment is dropped. */
export function withQuery(url: string, query: Readonly<Record<string, QueryValue>>): string {
  const [address = ''] = url.split('#', 1);
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`);
  if (pairs.length === 0) return address;
  const joint = address.endsWith('?') || address.endsWith('&') ? '' : address.includes('?') ? '&' : '?';
  return `${address}${joint}${pairs.join('&')}`;
}

/** Quotes too: some clients would send them as they are, others as %27. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}

/** `https://host:port` of an absolute address, lower case, the default port left out. */
export function originOf(url: string): string {
  const match = /^(https?):\/\/(?:[^/?#\\]*@)?([^/?#\\]*)/i.exec(url);
  const [, scheme = '', host = ''] = match ?? [];
  const plain = scheme.toLowerCase();
  const port = plain === 'https' ? ':443' : ':80';
  const authority = host.toLowerCase();
  return `${plain}://${authority.endsWith(port) ? authority.slice(0, -port.length) : authority}`;
}
