import { parseDocument } from 'yaml';

/** A document in YAML; or what is wrong with it, and where. Values are those of JSON: dates stay text. */
export function readYaml(text: string): { readonly value: unknown } | { readonly problem: string } {
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return { problem: placed(error.message.split('\n')[0] ?? '', error.linePos?.[0]?.line) };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function placed(message: string, line: number | undefined): string {
  const text = message.replace(/ at line \d+, column \d+:?$/, '');
  return line === undefined ? `${text}.` : `Line ${line}: ${text}.`;
}
