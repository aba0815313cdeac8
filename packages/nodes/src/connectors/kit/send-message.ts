import type { StepContext } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';

interface Sending {
  readonly connection: string;
  readonly body?: Json | undefined;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string | number | boolean | null>>;
  readonly id?: string | undefined;
  readonly key?: string | undefined;
}

/** Sends a message, with the key of the step as its id unless it has one. @throws StepError as `Brokers.send` says */
export async function sendMessage(
  ctx: StepContext,
  { to, params, input }: { readonly to: string; readonly params: Sending; readonly input: Json },
) {
  const { body = input, contentType, headers, key } = params;
  const id = params.id || ctx.key;
  const connection = await ctx.connection(params.connection);
  await ctx.brokers.send(connection, {
    to,
    id,
    ...(key && { key }),
    contentType,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
    ),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { id, to };
}
