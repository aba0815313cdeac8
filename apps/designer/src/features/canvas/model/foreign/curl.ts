import { DEFAULT_RETRY, type FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { shellWords } from './shell.ts';

/** A step made of something foreign, and what a person should know about it. */
export interface ForeignStep {
  readonly name: string;
  readonly params: FlowNode['params'];
  readonly policy: FlowNode['policy'];
  readonly notes: readonly string[];
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);
/** What says who one is: it belongs into a connection, never into a drawing that is exported and compared. */
const SECRET_HEADERS = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'api-key',
  'x-auth-token',
]);

const LONG: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--data': '-d',
  '--data-ascii': '-d',
  '--user': '-u',
  '--cookie': '-b',
  '--user-agent': '-A',
  '--referer': '-e',
  '--get': '-G',
  '--head': '-I',
  '--form': '-F',
  '--max-time': '-m',
};
const WITH_VALUE = new Set([
  ...['-X', '-H', '-d', '-u', '-b', '-A', '-e', '-F', '-m', '-o', '-x', '-w', '-c', '-E', '-T', '-K', '-r'],
  ...[
    '--data-raw',
    '--data-binary',
    '--data-urlencode',
    '--json',
    '--url',
    '--retry',
    '--retry-delay',
    '--connect-timeout',
  ],
  ...[
    '--output',
    '--proxy',
    '--cert',
    '--key',
    '--cacert',
    '--resolve',
    '--write-out',
    '--cookie-jar',
    '--upload-file',
  ],
]);

/** True for text that begins like a call of curl. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:\$\s+)?curl(?:\.exe)?\s/.test(text);
}

/** A call of curl as an HTTP request step; `undefined` when no address can be read. Credentials are left out, and said so. */
export function readCurl(text: string): ForeignStep | undefined {
  const words = shellWords(text.replace(/^\s*\$\s+/, ''));
  if (words === undefined) return undefined;
  const read = readOptions(words.slice(1));
  if (read.url === undefined) return undefined;
  const { notes, headers } = read;
  const address = splitAddress(read.url);
  if (address.signedIn) notes.add('The user and password in the address were left out: make a connection with them.');
  const query = { ...address.query };
  let body: Json | undefined;
  if (read.data.length > 0) {
    if (read.asQuery) {
      for (const [name, value] of new URLSearchParams(read.data.join('&'))) query[name] = literal(value);
    } else body = bodyOf(read.data.join('&'), headers);
  }
  const method = read.method ?? (read.head ? 'HEAD' : read.data.length > 0 && !read.asQuery ? 'POST' : 'GET');
  if (!METHODS.has(method)) notes.add(`The method ${method} cannot be sent; it is POST now.`);
  const url = literal(address.url);
  return {
    name: `${METHODS.has(method) ? method : 'POST'} ${address.path}`.slice(0, 120),
    params: {
      method: METHODS.has(method) ? method : 'POST',
      url,
      ...(Object.keys(query).length > 0 && { query }),
      ...(headers.size > 0 && { headers: Object.fromEntries(headers) }),
      ...(body !== undefined && { body }),
    },
    policy: read.policy,
    notes: [...notes],
  };
}

interface Read {
  url: string | undefined;
  method: string | undefined;
  head: boolean;
  asQuery: boolean;
  readonly data: string[];
  readonly headers: Map<string, string>;
  policy: FlowNode['policy'];
  readonly notes: Set<string>;
}

function readOptions(words: readonly string[]): Read {
  const read: Read = {
    url: undefined,
    method: undefined,
    head: false,
    asQuery: false,
    data: [],
    headers: new Map(),
    policy: {},
    notes: new Set(),
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      read.url ??= word;
      continue;
    }
    const [long = word, inline] = word.startsWith('--') ? word.split(/=(.*)/s) : [word];
    const short = /^-[A-Za-z]./.test(word) && WITH_VALUE.has(word.slice(0, 2)) ? word.slice(0, 2) : undefined;
    const option = short ?? LONG[long] ?? long;
    const takes = WITH_VALUE.has(option);
    const value = short === undefined ? (inline ?? (takes ? (words[++at] ?? '') : '')) : word.slice(2);
    apply(read, option, value);
  }
  return read;
}

function apply(read: Read, option: string, value: string): void {
  const { notes, headers, data } = read;
  switch (option) {
    case '-X':
      read.method = value.toUpperCase();
      return;
    case '--url':
      read.url = value;
      return;
    case '-H':
      header(read, value);
      return;
    case '--json':
      headers.set('content-type', 'application/json');
      data.push(fileOr(read, value));
      return;
    case '-d':
    case '--data-binary':
      data.push(fileOr(read, value));
      return;
    case '--data-raw':
      data.push(value);
      return;
    case '--data-urlencode': {
      const [name, ...rest] = value.split('=');
      data.push(rest.length === 0 ? encodeURIComponent(value) : `${name}=${encodeURIComponent(rest.join('='))}`);
      return;
    }
    case '-G':
      read.asQuery = true;
      return;
    case '-I':
      read.head = true;
      return;
    case '-u':
      notes.add('The user and password were left out: make a connection with them.');
      return;
    case '-b':
      notes.add('The cookie was left out: credentials belong into a connection.');
      return;
    case '-A':
      headers.set('user-agent', value);
      return;
    case '-e':
      headers.set('referer', value);
      return;
    case '-m': {
      const ms = Math.round(Number(value) * 1000);
      if (ms >= 10) read.policy = { ...read.policy, timeoutMs: Math.min(ms, 3_600_000) };
      return;
    }
    case '--retry': {
      const maxAttempts = Math.min(50, Number(value) + 1);
      if (maxAttempts > 1) read.policy = { ...read.policy, retry: { ...DEFAULT_RETRY, maxAttempts } };
      return;
    }
    case '-F':
      notes.add(`The form field “${value.split('=')[0]}” was left out: a step sends no multipart form.`);
      return;
    case '-k':
    case '--insecure':
      notes.add('Certificates are always checked; --insecure was left out.');
      return;
    case '-x':
    case '--proxy':
    case '--cert':
    case '--key':
    case '-E':
    case '-T':
    case '--upload-file':
    case '-K':
      notes.add(`${option} was left out.`);
      return;
    default: // how curl talks to the person at the terminal
  }
}

function header(read: Read, line: string): void {
  const [name = '', ...rest] = line.split(':');
  const key = name.trim().toLowerCase();
  const value = rest.join(':').trim();
  if (key === '' || value === '') return;
  if (SECRET_HEADERS.has(key)) {
    read.notes.add(`The header “${name.trim()}” was left out: make a connection with these credentials.`);
    return;
  }
  if (key === 'content-length' || key === 'host' || key === 'connection' || key === 'accept-encoding') return;
  read.headers.set(name.trim(), literal(value));
}

function fileOr(read: Read, value: string): string {
  if (!value.startsWith('@')) return value;
  read.notes.add(`The content of the file ${value.slice(1)} was left out: it is not on this page.`);
  return '';
}

function bodyOf(text: string, headers: Map<string, string>): Json {
  const known = [...headers.keys()].find((name) => name.toLowerCase() === 'content-type');
  const type = known === undefined ? undefined : headers.get(known);
  if (type === undefined || type.includes('json')) {
    try {
      const value = JSON.parse(text) as Json;
      if (typeof value === 'object' && value !== null) return literals(value);
    } catch {
      // not JSON: sent as text
    }
  }
  if (type === undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
  return literal(text);
}

/** A text that is sent as it is, also where it begins like an expression. */
export function literal(text: string): string {
  return text.startsWith('=') ? `=${JSON.stringify(text)}` : text;
}

function literals(value: Json): Json {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(literals);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literals(item)]));
}

function splitAddress(written: string): {
  readonly url: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly signedIn: boolean;
} {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!URL.canParse(text)) return { url: written, path: written, query: {}, signedIn: false };
  const url = new URL(text);
  const query = Object.fromEntries([...url.searchParams].map(([name, value]) => [name, literal(value)]));
  const signedIn = url.username !== '';
  return { url: `${url.origin}${url.pathname}`, path: url.pathname === '/' ? url.host : url.pathname, query, signedIn };
}
