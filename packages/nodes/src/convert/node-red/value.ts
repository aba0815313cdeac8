import type { Json } from '@lockstep/schema/run';

/** Code of what Node-RED calls `msg.<path>`; our message is its payload. `undefined` where a message of ours has no such part. */
export function messagePath(path: string, own: string): string | undefined {
  const rest = /^payload(?=$|[.[])(.*)$/s.exec(path)?.[1];
  if (rest !== undefined) return `${own}${rest}`;
  const query = /^req\.query(?=$|[.[])(.*)$/s.exec(path)?.[1];
  if (query !== undefined) return `trigger.query${query}`;
  const headers = /^req\.headers(?=$|[.[])(.*)$/s.exec(path)?.[1];
  if (headers !== undefined) return `trigger.headers${headers}`;
  return path === 'statusCode' ? 'input.status' : undefined;
}

/** A typed value of Node-RED (`msg`, `str`, `num`, `bool`, `json`, `date`) as code. */
export function typedCode(value: unknown, type: unknown, own: string): string | undefined {
  const raw = typeof value === 'string' ? value : String(value ?? '');
  switch (type) {
    case 'msg':
      return messagePath(raw, own);
    case undefined:
    case 'str':
      return JSON.stringify(raw);
    case 'num':
      return Number.isFinite(Number(raw)) ? String(Number(raw)) : undefined;
    case 'bool':
      return raw === 'true' ? 'true' : 'false';
    case 'json':
      try {
        return JSON.stringify(JSON.parse(raw));
      } catch {
        return undefined;
      }
    case 'date':
      return 'Date.now()';
    default:
      return undefined;
  }
}

/** The same as a value of a parameter: literals stay literals. */
export function typedValue(value: unknown, type: unknown, own: string): Json | undefined {
  const code = typedCode(value, type, own);
  if (code === undefined) return undefined;
  return type === 'msg' || type === 'date' ? `=${code}` : (JSON.parse(code) as Json);
}

/** A text with `{{payload.name}}` in it as code: JavaScript that joins its parts. */
export function templateCode(
  template: string,
  own: string,
): { readonly code: string; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const parts = template.split(/(\{\{\{?[^}]*\}?\}\})/).flatMap((part): string[] => {
    const inner = /^\{\{\{?\s*([^}]*?)\s*\}?\}\}$/.exec(part)?.[1];
    if (inner === undefined) return part === '' ? [] : [JSON.stringify(part)];
    const code = messagePath(inner.replace(/^msg\./, ''), own);
    if (code === undefined) unknown.push(part);
    return [code === undefined ? JSON.stringify(part) : `String(${code} ?? '')`];
  });
  return { code: parts.length === 0 ? '""' : parts.join(' + '), unknown };
}
