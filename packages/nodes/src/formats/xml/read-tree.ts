import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element with its namespace resolved; text and CDATA are plain texts among its children. */
export interface XmlElement {
  /** As written: `soap:Body`. */
  readonly name: string;
  readonly local: string;
  /** Namespace; `''` for none. */
  readonly uri: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: (XmlElement | string)[];
}

export interface XmlAttribute {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** Why a text is no XML this reader takes. Line and column count from 1, in characters. */
export interface XmlIssue {
  readonly code: 'not-well-formed' | 'doctype-refused' | 'too-deep' | 'too-many-elements' | 'too-many-attributes';
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface XmlLimits {
  /** Levels of elements at most. Default 200. */
  readonly maxDepth?: number;
  /** Elements of the whole document at most. Default 500,000. */
  readonly maxElements?: number;
  /** Attributes of one element at most. Default 500. */
  readonly maxAttributes?: number;
}

export type XmlTree =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly issue: XmlIssue };

/** Stops the parser; never leaves this file. */
class Stop extends Error {
  readonly code: XmlIssue['code'];
  constructor(code: XmlIssue['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads a document strictly: well-formed with namespaces, or not at all. Only the five entities of XML and character
 * references are known. A DOCTYPE that declares anything is refused; one that only names an external DTD is skipped,
 * and nothing is ever fetched.
 *
 * @see XML 1.0 (fifth edition); Namespaces in XML 1.0 (third edition)
 */
export function readXmlTree(text: string, limits: XmlLimits = {}): XmlTree {
  const { maxDepth = 200, maxElements = 500_000, maxAttributes = 500 } = limits;
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let attributes = 0;

  const add = (child: XmlElement | string) => open.at(-1)?.children.push(child);
  parser.on('error', ({ message }) => {
    throw new Stop('not-well-formed', sentence(message));
  });
  parser.on('doctype', (doctype) => {
    if (doctype.includes('[')) throw new Stop('doctype-refused', 'A DOCTYPE with declarations is not taken.');
  });
  parser.on('opentagstart', () => {
    attributes = 0;
    elements += 1;
    if (open.length >= maxDepth) throw new Stop('too-deep', `Elements are nested deeper than ${maxDepth} levels.`);
    if (elements > maxElements) throw new Stop('too-many-elements', `There are more than ${maxElements} elements.`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes <= maxAttributes) return;
    throw new Stop('too-many-attributes', `An element has more than ${maxAttributes} attributes.`);
  });
  parser.on('opentag', (tag) => {
    const element = elementOf(tag);
    add(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', add);
  parser.on('cdata', add);

  try {
    parser.write(text).close();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const { line, column } = parser;
    const message = `${error.message} Line ${line}, column ${column}.`;
    return { ok: false, issue: { code: error.code, line, column, message } };
  }
  return { ok: true, root: root as XmlElement };
}

function elementOf({ name, local, uri, attributes }: SaxesTagNS): XmlElement {
  const list = Object.values(attributes).map((attribute) => ({
    name: attribute.name,
    local: attribute.local,
    uri: attribute.uri,
    value: attribute.value,
  }));
  return { name, local, uri, attributes: list, children: [] };
}

/** `1:16: duplicate attribute: b.` as a sentence of ours. */
function sentence(message: string): string {
  const words = message.replace(/^\d+:\d+: /, '').slice(0, 200);
  const capital = words.charAt(0).toUpperCase() + words.slice(1);
  return capital.endsWith('.') ? capital : `${capital}.`;
}
