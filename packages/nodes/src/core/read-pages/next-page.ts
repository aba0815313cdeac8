import type { HttpResponse } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { at } from '../../connectors/kit/read-json.ts';

/**
 * What the next page is told by, or `undefined` after the last one. Links may be relative to the page they are on.
 *
 * @see RFC 8288 (Link); OData 4.01 JSON, 4.6.5 (`@odata.nextLink`); OData 2 JSON (`__next`)
 */
export function nextPage(
  params: { readonly paging: 'link' | 'odata' | 'cursor' | 'page'; readonly cursor: string },
  page: {
    readonly response: HttpResponse;
    readonly body: Json;
    readonly url: string;
    readonly count: number;
    readonly number: number;
  },
): string | number | undefined {
  const { response, body, url, count, number } = page;
  switch (params.paging) {
    case 'link':
      return resolved(nextLink(response.headers.link), url);
    case 'odata':
      return resolved(textOf(at(body, '@odata.nextLink')) ?? textOf(at(body, 'd', '__next')), url);
    case 'cursor': {
      const cursor = within(body, params.cursor.split('.'));
      return typeof cursor === 'number' || (typeof cursor === 'string' && cursor !== '') ? cursor : undefined;
    }
    case 'page':
      return count === 0 ? undefined : number + 1;
    default:
      return params.paging satisfies never;
  }
}

/** A value at names and places; `-1` is the last of a list. */
function within(value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  const next = Array.isArray(value) && /^-?\d+$/.test(name) ? value.at(Number(name)) : at(value, name);
  return within(next, rest);
}

/** The target of `rel="next"` in a Link header. */
export function nextLink(header: string | undefined): string | undefined {
  for (const [, target, rest = ''] of (header ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[^;,="\s]+\s*=\s*(?:"[^"]*"|[^;,\s"]*))*)/g,
  )) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^;,\s"]+))/i.exec(rest);
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
  }
  return undefined;
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A link as an absolute address, by where the page came from. @see RFC 3986, 5.2 */
function resolved(link: string | undefined, base: string): string | undefined {
  if (link === undefined || /^[a-z][a-z0-9+.-]*:/i.test(link)) return link;
  const [address = ''] = base.split(/[?#]/, 1);
  const [, origin = '', path = ''] = /^([a-z]+:\/\/[^/]*)(.*)$/i.exec(address) ?? [];
  if (link.startsWith('//')) return `${origin.split('//', 1)[0]}${link}`;
  if (link.startsWith('/')) return `${origin}${link}`;
  if (link.startsWith('?')) return `${address}${link}`;
  return `${origin}${path.slice(0, path.lastIndexOf('/') + 1) || '/'}${link}`;
}
