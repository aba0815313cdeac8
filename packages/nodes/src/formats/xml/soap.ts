import type { Json, JsonObject } from '@lockstep/schema/run';
import type { XmlElement } from './read-tree.ts';
import type { NamespacePrefix } from './to-json.ts';

const NAMESPACES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
export type SoapVersion = keyof typeof NAMESPACES;

/** What an envelope holds: its header, and the one element of its body; none when the body is empty. */
export interface SoapEnvelope {
  readonly version: SoapVersion;
  readonly header?: XmlElement;
  readonly content?: XmlElement;
  readonly fault?: SoapFault;
}

/** Why the other side could not do what it was asked for. */
export interface SoapFault {
  readonly code: string;
  readonly reason: string;
  readonly detail?: XmlElement;
}

/** The parts of a SOAP envelope, or a sentence why the document is none. @see SOAP 1.1, 4; SOAP 1.2 part 1, 5 */
export function openEnvelope(root: XmlElement): SoapEnvelope | string {
  const version = (Object.keys(NAMESPACES) as SoapVersion[]).find((key) => NAMESPACES[key] === root.uri);
  if (root.local !== 'Envelope' || version === undefined) return `<${root.name}> is no SOAP envelope.`;
  const header = childOf(root, 'Header', root.uri);
  const body = childOf(root, 'Body', root.uri);
  if (!body) return 'The SOAP envelope has no body.';
  const [content, ...more] = elementsOf(body);
  if (more.length > 0) return `The SOAP body has ${more.length + 1} elements; one is expected.`;
  const fault = content?.local === 'Fault' && content.uri === root.uri ? faultOf(content) : undefined;
  return { version, ...(header && { header }), ...(content && { content }), ...(fault && { fault }) };
}

function faultOf(fault: XmlElement): SoapFault {
  const text = (...names: readonly string[]): string => {
    const found = names.reduce<XmlElement | undefined>((inner, name) => inner && childOf(inner, name), fault);
    return found
      ? found.children
          .filter((child) => typeof child === 'string')
          .join('')
          .trim()
      : '';
  };
  const detail = childOf(fault, 'detail') ?? childOf(fault, 'Detail');
  const code = text('faultcode') || text('Code', 'Value');
  return { code, reason: text('faultstring') || text('Reason', 'Text'), ...(detail && { detail }) };
}

/** A document in a SOAP envelope, with the namespace its names need. Prefix of the envelope: `soap`. */
export function inEnvelope(
  version: SoapVersion,
  document: Json,
  header?: Json,
): { readonly document: JsonObject; readonly namespace: NamespacePrefix } {
  const namespace = { prefix: 'soap', uri: NAMESPACES[version] };
  const body = { 'soap:Body': document };
  const envelope: JsonObject = header === undefined ? body : { 'soap:Header': header, ...body };
  return { document: { 'soap:Envelope': envelope }, namespace };
}

function elementsOf({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((child) => typeof child !== 'string');
}

function childOf(element: XmlElement, local: string, uri?: string): XmlElement | undefined {
  return elementsOf(element).find((child) => child.local === local && (uri === undefined || child.uri === uri));
}
