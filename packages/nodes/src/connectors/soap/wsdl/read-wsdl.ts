import type { SoapVersion } from '../../../formats/xml/soap.ts';
import { readSchemas, type XsdElement, type XsdSchemas } from './schema.ts';
import { inside, keyOf, qualified, type Scoped, said } from './scoped.ts';

/** What a service can be asked. */
export interface SoapOperation {
  readonly name: string;
  readonly version: SoapVersion;
  /** `SOAPAction`, or `action` of the content type. */
  readonly action: string;
  /** The one element of the body; none where it is empty. */
  readonly input: XsdElement | undefined;
  /** None: nothing comes back. */
  readonly output: XsdElement | undefined;
}

export interface SoapService {
  readonly operations: ReadonlyMap<string, SoapOperation>;
}

const BINDINGS: readonly { readonly uri: string; readonly version: SoapVersion }[] = [
  { uri: 'http://schemas.xmlsoap.org/wsdl/soap/', version: '1.1' },
  { uri: 'http://schemas.xmlsoap.org/wsdl/soap12/', version: '1.2' },
];

/**
 * Reads WSDL 1.1: operations bound to SOAP over HTTP, document or rpc, literal. Where an operation is bound to both versions, 1.1 is taken.
 *
 * @param documents the WSDL itself, and those it imports
 * @param schemas those inside of them, and those they import
 * @returns a sentence that says why it cannot be used, when it cannot
 * @see WSDL 1.1, 2 and 3
 */
export function readWsdl(documents: readonly Scoped[], schemas: readonly Scoped[]): SoapService | string {
  const xsd = readSchemas(schemas);
  const messages = new Map(documents.flatMap((document) => named(document, 'message')));
  const portTypes = new Map(documents.flatMap((document) => named(document, 'portType')));
  const operations = new Map<string, SoapOperation>();
  let encoded: string | undefined;
  for (const binding of documents.flatMap((document) => inside(document, 'binding'))) {
    const found = BINDINGS.flatMap(({ uri, version }) => {
      const soap = inside(binding, 'binding').find(({ element }) => element.uri === uri);
      return soap ? [{ uri, version, style: said(soap, 'style') ?? 'document' }] : [];
    })[0];
    const portType = portTypes.get(qualified(binding, said(binding, 'type') ?? ''));
    if (!found || !portType) continue;
    for (const operation of inside(binding, 'operation')) {
      const name = said(operation, 'name') ?? '';
      const declared = inside(portType, 'operation').find((each) => said(each, 'name') === name);
      if (!declared || (operations.has(name) && found.version === '1.2')) continue;
      const soap = inside(operation, 'operation').find(({ element }) => element.uri === found.uri);
      const style = (soap && said(soap, 'style')) ?? found.style;
      const bodyOf = (direction: 'input' | 'output') =>
        bodyElement({ operation, declared, direction, style, messages, xsd });
      const input = bodyOf('input');
      if (input === 'encoded') {
        encoded ??= name;
        continue;
      }
      const output = bodyOf('output');
      operations.set(name, {
        name,
        version: found.version,
        action: (soap && said(soap, 'soapAction')) ?? '',
        input,
        output: output === 'encoded' ? undefined : output,
      });
    }
  }
  if (operations.size > 0) return { operations };
  if (encoded !== undefined)
    return `its operations, such as ${encoded}, are encoded by SOAP section 5; only literal ones are spoken`;
  return 'it has no operation that is bound to SOAP over HTTP';
}

interface Asked {
  readonly operation: Scoped;
  readonly declared: Scoped;
  readonly direction: 'input' | 'output';
  readonly style: string;
  readonly messages: ReadonlyMap<string, Scoped>;
  readonly xsd: XsdSchemas;
}

/** What stands in the body: the element of the one part, or for rpc one named after the operation that holds all parts. */
function bodyElement({
  operation,
  declared,
  direction,
  style,
  messages,
  xsd,
}: Asked): XsdElement | 'encoded' | undefined {
  const [ask] = inside(declared, direction);
  const [bound] = inside(operation, direction);
  const body = bound && inside(bound, 'body')[0];
  if (body && said(body, 'use') === 'encoded') return 'encoded';
  const message = ask && messages.get(qualified(ask, said(ask, 'message') ?? ''));
  if (!message) return undefined;
  const wanted = (body && said(body, 'parts'))?.split(/\s+/);
  const parts = inside(message, 'part').filter((part) => !wanted || wanted.includes(said(part, 'name') ?? ''));
  if (style !== 'rpc') {
    const [part] = parts;
    const element = part && said(part, 'element');
    return part && element !== undefined ? xsd.element(qualified(part, element)) : undefined;
  }
  const name = said(operation, 'name') ?? '';
  const inner = parts.map((part): XsdElement => {
    const type = xsd.type(qualified(part, said(part, 'type') ?? '')) ?? { kind: 'text' };
    return { name: said(part, 'name') ?? '', uri: '', many: false, required: true, type };
  });
  return {
    name: direction === 'input' ? name : `${name}Response`,
    uri: (body && said(body, 'namespace')) ?? '',
    many: false,
    required: true,
    type: { kind: 'parts', parts: () => inner, attributes: [], open: false, text: false },
  };
}

function named(document: Scoped, local: string): readonly (readonly [string, Scoped])[] {
  const target = said(document, 'targetNamespace') ?? '';
  return inside(document, local).map((found) => [keyOf(target, said(found, 'name') ?? ''), found] as const);
}
