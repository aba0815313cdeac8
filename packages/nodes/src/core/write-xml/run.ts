import type { RunNode } from '@lockstep/schema/node';
import { writtenContent } from '../../formats/kit/content.ts';
import { notWritten } from '../../formats/kit/rows-to-write.ts';
import { inEnvelope } from '../../formats/xml/soap.ts';
import { writeXml } from '../../formats/xml/write.ts';
import type { writeXmlNode } from './definition.ts';

const SOAP = { 'soap-1.1': '1.1', 'soap-1.2': '1.2' } as const;

export const runWriteXml: RunNode<typeof writeXmlNode> = async ({ params, input }) => {
  const { envelope, encoding, namespaces } = params;
  const given = params.document === undefined ? input : params.document;
  const wrapped = envelope === 'none' ? undefined : inEnvelope(SOAP[envelope], given, params.header);
  const written = writeXml(wrapped?.document ?? given, {
    namespaces: wrapped ? [wrapped.namespace, ...namespaces] : namespaces,
    declaration: params.declaration ? declared(encoding) : false,
    indent: params.indent,
    nulls: params.nulls,
  });
  if (written.ok) return { port: 'out', value: writtenContent(written.text, encoding) };
  const [{ path, message } = { path: '', message: '' }] = written.issues;
  throw notWritten('xml-not-written', path === '' ? message : `${path}: ${message}`);
};

/** Encoding the declaration names: that of the bytes; text is sent as UTF-8. */
function declared(encoding: string): string {
  if (encoding === 'text') return 'UTF-8';
  return encoding.startsWith('utf-16') ? 'UTF-16' : encoding.toUpperCase();
}
