import type { IncomingHttpHeaders } from 'node:http';
import type { Reply, SimRequest } from '../../../simulators/kit/exchange.ts';
import type { Desk } from './desk.ts';
import { ODataError } from './odata/error.ts';

export interface BatchParts {
  readonly desk: Desk;
  /** Word that stands between the parts of the answer. */
  readonly boundary: string;
  /** An error as the system words it. */
  readonly failed: (error: ODataError) => Reply;
  /** Refuses a change for a reason of the moment. @throws ODataError */
  readonly check: (path: string) => void;
}

interface Piece {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Several requests in one. The changes of a changeset count together or not at all: one that is refused is answered in place of the whole.
 *
 * @throws ODataError 400 where the body is no batch
 * @see OData v2, "Batch Processing"
 */
export function serveBatch(request: SimRequest, { desk, boundary, failed, check }: BatchParts): Reply {
  const ask = (inner: SimRequest, path: string): Reply => {
    try {
      if (inner.method !== 'GET') check(path);
      return desk.serve(inner, path);
    } catch (error) {
      if (error instanceof ODataError) return failed(error);
      throw error;
    }
  };
  const answers = piecesOf(request.headers['content-type'], request.body.toString('utf8')).map((piece) => {
    if (!/^multipart\/mixed/i.test(piece.headers['content-type'] ?? '')) {
      const { inner, path } = innerOf(piece, request, desk.path);
      if (inner.method !== 'GET') throw notRead('a change outside of a changeset');
      return printed(ask(inner, path), undefined);
    }
    const undo = desk.snapshot?.();
    const done: string[] = [];
    for (const change of piecesOf(piece.headers['content-type'], piece.text)) {
      const { inner, path } = innerOf(change, request, desk.path);
      const reply = ask(inner, path);
      if (reply.status >= 300) {
        undo?.();
        return printed(reply, undefined);
      }
      done.push(`--set_${boundary}\r\n${printed(reply, String(change.headers['content-id'] ?? ''))}\r\n`);
    }
    return `content-type: multipart/mixed; boundary=set_${boundary}\r\n\r\n${done.join('')}--set_${boundary}--\r\n`;
  });
  return {
    status: 202,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, dataserviceversion: '2.0' },
    body: [...answers.map((answer) => `--${boundary}\r\n${answer}\r\n`), `--${boundary}--\r\n`].join(''),
  };
}

function piecesOf(contentType: string | undefined, text: string): readonly Piece[] {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw notRead('no boundary');
  const lines = text.split(/\r?\n/);
  const marks = lines.flatMap((line, at) => (line === `--${boundary}` || line === `--${boundary}--` ? [at] : []));
  if (marks.length < 2) throw notRead('no parts');
  return marks.slice(0, -1).map((mark, at) => pieceOf(lines.slice(mark + 1, marks[at + 1])));
}

function pieceOf(lines: readonly string[]): Piece {
  const end = lines.indexOf('');
  const head = end < 0 ? lines : lines.slice(0, end);
  const headers = head.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: Object.fromEntries(headers), text: end < 0 ? '' : lines.slice(end + 1).join('\r\n') };
}

/** The request inside of a part: `POST A_SalesOrder HTTP/1.1`, its headers, its body. */
function innerOf({ text }: Piece, outer: SimRequest, service: string) {
  const [first = '', ...rest] = text.split('\r\n');
  const [, method, address] = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(first) ?? [];
  if (method === undefined || address === undefined) throw notRead(`"${first}"`);
  const { headers, text: body } = pieceOf(rest);
  const url = new URL(address, `${outer.url.origin}${service}/`);
  const inner: SimRequest = { method, url, headers, body: Buffer.from(body.trim()) };
  return { inner, path: decodeURIComponent(url.pathname.slice(service.length + 1)) };
}

function printed({ status, headers = {}, body }: Reply, contentId: string | undefined): string {
  const text = body === undefined ? '' : typeof body === 'string' ? body : [...body].join('');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return [
    'content-type: application/http',
    'content-transfer-encoding: binary',
    ...(contentId ? [`content-id: ${contentId}`] : []),
    '',
    `HTTP/1.1 ${status} ${status < 300 ? 'OK' : 'Error'}`,
    ...lines,
    `content-length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
}

function notRead(what: string): ODataError {
  return new ODataError(400, '/IWFND/CM_BEC/026', `The batch cannot be read: ${what}`);
}
