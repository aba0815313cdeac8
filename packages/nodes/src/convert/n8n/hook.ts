/**
 * n8n's webhook gives `{ headers, params, query, body }`; ours gives the body, and the rest is at `trigger`. While expressions are
 * written the output of a webhook stands as `HOOK<code of the body>`, and what is read of it is settled in the end.
 */
export function hookOutput(body: string): string {
  return `HOOK<${body}>`;
}

const READ = /HOOK<([^>]*)>(?:\??\.(body|query|headers)\b|\[\s*['"](body|query|headers)['"]\s*\])?/g;

export function settleHooks(text: string): string {
  return text.replaceAll(READ, (_, body: string, dotted?: string, quoted?: string) => {
    const trigger = text.startsWith('=') ? 'trigger' : 'ctx.trigger';
    switch (dotted ?? quoted) {
      case 'body':
        return body;
      case 'query':
      case 'headers':
        return `${trigger}.${dotted ?? quoted}`;
      default:
        return `({ body: ${body}, query: ${trigger}.query, headers: ${trigger}.headers })`;
    }
  });
}
