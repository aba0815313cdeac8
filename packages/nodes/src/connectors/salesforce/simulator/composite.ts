import { z } from 'zod';
import { type JsonValue, json, type Reply } from '../../../simulators/kit/exchange.ts';
import { askRecord, failed, type SObjects } from './sobjects.ts';

const Composite = z.object({
  allOrNone: z.boolean().default(false),
  compositeRequest: z
    .array(z.object({ method: z.string(), url: z.string(), referenceId: z.string(), body: z.json().optional() }))
    .min(1)
    .max(25),
});

interface Part {
  readonly body: JsonValue;
  readonly httpHeaders: object;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Several requests in one; the outer answer is 200 whatever became of them. @see REST API Developer Guide, "Composite" */
export function composite(sobjects: SObjects, body: JsonValue | undefined): Reply {
  const asked = Composite.safeParse(body);
  if (!asked.success) {
    const [issue] = asked.error.issues;
    return failed(400, 'JSON_PARSER_ERROR', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { allOrNone, compositeRequest } = asked.data;
  return sobjects.records.together(() => {
    const parts: Part[] = [];
    for (const { method, url, referenceId, body: given } of compositeRequest) {
      const text = JSON.stringify({ url, body: given ?? null }).replace(
        /@\{(\w+)\.(\w+)\}/g,
        (whole, ref: string, name: string) => {
          const known = parts.find((part) => part.referenceId === ref)?.body as
            | Readonly<Record<string, JsonValue>>
            | undefined;
          return String(known?.[name] ?? whole);
        },
      );
      const resolved = JSON.parse(text) as { url: string; body: JsonValue };
      const path = resolved.url.startsWith(sobjects.dataPath)
        ? resolved.url.slice(sobjects.dataPath.length)
        : resolved.url;
      const reply = askRecord(sobjects, { method, path, body: resolved.body ?? undefined });
      const answer = typeof reply.body === 'string' ? (JSON.parse(reply.body) as JsonValue) : null;
      parts.push({ body: answer, httpHeaders: {}, httpStatusCode: reply.status, referenceId });
    }
    const isRolledBack = allOrNone && parts.some(({ httpStatusCode }) => httpStatusCode >= 300);
    const told = isRolledBack
      ? parts.map((part) => (part.httpStatusCode >= 300 ? part : { ...part, ...HALTED }))
      : parts;
    return { keep: !isRolledBack, value: json(200, { compositeResponse: told }) };
  });
}

const HALTED = {
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
  httpStatusCode: 400,
} as const;
