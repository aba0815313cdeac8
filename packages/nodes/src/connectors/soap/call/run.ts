import { type ResolvedConnection, type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import type { XmlElement } from '../../../formats/xml/read-tree.ts';
import { inEnvelope, type SoapVersion } from '../../../formats/xml/soap.ts';
import { type NamespacePrefix, type XmlToJsonOptions, xmlToJson } from '../../../formats/xml/to-json.ts';
import { writeXml } from '../../../formats/xml/write.ts';
import { near } from '../../kit/near.ts';
import { isObject } from '../../kit/read-json.ts';
import { httpAuth } from '../connection.ts';
import { envelopeOf } from '../failures.ts';
import { usernameToken, WSSE, WSU } from '../security.ts';
import { readingRules, toXml } from '../to-xml.ts';
import { loadService } from '../wsdl/load.ts';
import type { callSoap } from './definition.ts';

/** What a service says of itself changes with its releases. */
const SERVICE_TTL_MS = 10 * 60_000;

/** A request, before it is an envelope, and how its answer is read. */
interface Prepared {
  readonly version: SoapVersion;
  readonly action: string;
  readonly document: Json;
  readonly namespaces: readonly NamespacePrefix[];
  readonly reading: XmlToJsonOptions;
}

type Params = Parameters<RunNode<typeof callSoap>>[0]['params'];

export const runCallSoap: RunNode<typeof callSoap> = async ({ params, input }, ctx) => {
  const connection = await ctx.connection(params.connection);
  const body = params.body === undefined ? input : params.body;
  const prepared = connection.settings.wsdl ? await byWsdl({ connection, params, body }, ctx) : byHand(params, body);
  const { version, action } = prepared;
  const response = await ctx.http({
    method: 'POST',
    url: connection.baseUrl,
    headers: { ...httpAuth(connection.settings), ...typeHeaders(version, action) },
    body: envelopeText(prepared, { connection, params, ctx }),
  });
  const envelope = envelopeOf(response, { write: !params.reads, now: ctx.now });
  const jsonOf = (element: XmlElement | undefined): Json =>
    element ? xmlToJson(element, prepared.reading).document : null;
  const { Header: header = null } = (jsonOf(envelope?.header) ?? {}) as JsonObject;
  return { port: 'out', value: { document: jsonOf(envelope?.content), header } };
};

async function byWsdl(
  {
    connection,
    params,
    body,
  }: { readonly connection: ResolvedConnection; readonly params: Params; readonly body: Json },
  ctx: StepContext,
): Promise<Prepared> {
  const { username = '', wsdl = '' } = connection.settings;
  const key = JSON.stringify(['soap-service', connection.id, connection.baseUrl, wsdl, username]);
  const service = await ctx.cached(key, SERVICE_TTL_MS, () =>
    loadService(connection, { http: ctx.http, headers: httpAuth(connection.settings), now: ctx.now }),
  );
  if (typeof service === 'string') throw unfit('flow', 'wsdl-unusable', `The WSDL cannot be used: ${service}.`);
  const operation = service.operations.get(params.operation);
  if (!operation) {
    const names = [...service.operations.keys()];
    const end = near(params.operation, names);
    const all = end === '.' ? `. It has ${names.slice(0, 20).join(', ')}.` : end;
    throw unfit('flow', 'operation-unknown', `The service has no operation "${params.operation}"${all}`);
  }
  const written = operation.input ? toXml(operation.input, body) : { document: null, namespaces: [] };
  if ('wrong' in written) throw unfit('item', 'body-invalid', written.wrong.join(' '));
  return {
    version: operation.version,
    action: operation.action,
    document: written.document,
    namespaces: [...written.namespaces, ...params.namespaces],
    reading: readingRules(operation.output),
  };
}

function byHand(params: Params, body: Json): Prepared {
  if (!isObject(body)) {
    const message =
      'The body is no document: give an object with one element, its root, such as { "m:GetStock": { … } }.';
    throw unfit('item', 'body-invalid', message);
  }
  const { version, action, namespaces, lists } = params;
  return { version, action, document: body, namespaces, reading: { lists } };
}

function envelopeText(
  { version, document, namespaces }: Prepared,
  {
    connection,
    params,
    ctx,
  }: { readonly connection: ResolvedConnection; readonly params: Params; readonly ctx: StepContext },
): string {
  const { username = '', password = '', security = '' } = connection.settings;
  const kind = security.trim().toLowerCase();
  if (!['', 'http', 'text', 'digest'].includes(kind)) {
    throw unfit('flow', 'sign-in-unknown', `"${security}" is no way to sign in: use http, text or digest.`);
  }
  const token =
    kind === 'text' || kind === 'digest'
      ? usernameToken({ username, password, kind, now: ctx.now, unique: `${ctx.key}:${ctx.attempt}:${ctx.now}` })
      : undefined;
  if (params.header !== undefined && !isObject(params.header))
    throw unfit('item', 'header-invalid', 'The header is no object.');
  const header = token || params.header ? { ...token, ...params.header } : undefined;
  const envelope = inEnvelope(version, document, header);
  const all = [envelope.namespace, ...(token ? [WSSE, WSU] : []), ...namespaces];
  const unique = all.filter(({ prefix }, at) => all.findIndex((each) => each.prefix === prefix) === at);
  // A body without content is an element all the same.
  const written = writeXml(document === null ? emptyBody(envelope.document) : envelope.document, {
    namespaces: unique,
  });
  if (written.ok) return written.text;
  throw unfit('item', 'body-invalid', written.issues.map(({ path, message }) => `${path}: ${message}`).join(' '));
}

function emptyBody(document: JsonObject): JsonObject {
  const inner = document['soap:Envelope'];
  return { 'soap:Envelope': { ...(isObject(inner) ? inner : {}), 'soap:Body': {} } };
}

/** @see SOAP 1.1, 6.1; RFC 3902 */
function typeHeaders(version: SoapVersion, action: string): Readonly<Record<string, string>> {
  if (version === '1.1') return { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` };
  const said = action === '' ? '' : `; action="${action}"`;
  return { 'content-type': `application/soap+xml; charset=utf-8${said}` };
}

function unfit(kind: 'item' | 'flow', code: string, message: string): StepError {
  return new StepError({ kind, category: 'validation', code, message });
}
