import type { RunNode } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { textToRead } from '../../formats/kit/content.ts';
import { readXmlTree, type XmlElement } from '../../formats/xml/read-tree.ts';
import { openEnvelope, type SoapFault } from '../../formats/xml/soap.ts';
import { xmlToJson } from '../../formats/xml/to-json.ts';
import type { parseXml } from './definition.ts';

export const runParseXml: RunNode<typeof parseXml> = async ({ params, input }) => {
  const tree = readXmlTree(textToRead(params, input), { maxDepth: params.maxDepth });
  if (!tree.ok) return { port: 'rejected', value: { ...tree.issue, fault: null } };
  const opened = params.envelope === 'soap' ? openEnvelope(tree.root) : { content: tree.root };
  if (typeof opened === 'string') return rejected('not-soap', opened);

  const jsonOf = (element: XmlElement | undefined): Json => (element ? xmlToJson(element, params).document : null);
  if ('fault' in opened && opened.fault) {
    const { code, reason } = opened.fault;
    return rejected(
      'soap-fault',
      `The other side answered with a SOAP fault: ${reason || code}`,
      faultOf(opened.fault, jsonOf),
    );
  }
  const { document, issues } = opened.content ? xmlToJson(opened.content, params) : { document: null, issues: [] };
  const [first] = issues;
  if (first) return rejected(first.code, first.message);
  return { port: 'out', value: { document, header: 'header' in opened ? jsonOf(opened.header) : null } };
};

function rejected(code: string, message: string, fault: Json = null) {
  return { port: 'rejected', value: { code, message, fault } } as const;
}

function faultOf({ code, reason, detail }: SoapFault, jsonOf: (element: XmlElement | undefined) => Json): Json {
  return { code, reason, detail: jsonOf(detail) };
}
