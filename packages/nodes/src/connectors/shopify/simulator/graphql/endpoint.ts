import { type DocumentNode, execute, Kind, parse, specifiedRules, validate } from 'graphql';
import { z } from 'zod';
import { header, json, type Reply, readJson, type SimRequest } from '../../../../simulators/kit/exchange.ts';
import { adminSchema } from './admin-schema.ts';
import { actualCost, createCostBucket, requestedCost } from './cost.ts';
import { createIdempotent } from './idempotency.ts';
import { rootOf, type ShopAnswers } from './roots.ts';

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.json()).nullish(),
  operationName: z.string().nullish(),
});

export interface GraphqlSettings {
  readonly accessToken: string;
  /** Points: 2,000, and 100 more a second, where absent: the plan "Standard". */
  readonly cost?: { readonly size: number; readonly restoreRate: number };
  /** Whether this call is throttled whatever is left, and the status of a throttled answer; Shopify uses both. */
  throttled(): { readonly always: boolean; readonly status: 200 | 429 };
}

/** Most points of one query. */
const MOST = 1_000;

/** `POST /admin/api/<version>/graphql.json`: validation, cost, throttling and execution, in the shapes of Shopify. */
export function createGraphqlEndpoint(
  answers: ShopAnswers,
  settings: GraphqlSettings,
): (request: SimRequest) => Promise<Reply> {
  const { shop } = answers;
  const { size = 2_000, restoreRate = 100 } = settings.cost ?? {};
  const bucket = createCostBucket(shop.clock, size, restoreRate);
  const root = rootOf(answers, createIdempotent(shop.clock));
  return async (request) => {
    if (header(request, 'x-shopify-access-token') !== settings.accessToken) {
      return json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
    }
    const body = Body.safeParse(readJson(request.body));
    if (!body.success) return json(400, { errors: { query: 'Required parameter missing or invalid' } });
    const document = read(body.data.query);
    if ('errors' in document) return json(200, document);
    const variables = body.data.variables ?? {};
    const requestedQueryCost = requestedCost(document.document, variables);
    const cost = (actualQueryCost: number | null) => ({
      cost: { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() },
    });
    if (requestedQueryCost > MOST) {
      const message = `Query cost is ${requestedQueryCost}, which exceeds the single query max cost limit (${MOST}).`;
      const code = 'MAX_COST_EXCEEDED';
      return json(200, { errors: [{ message, extensions: { code, cost: requestedQueryCost, maxCost: MOST } }] });
    }
    const { always, status } = settings.throttled();
    if (always || !bucket.take(requestedQueryCost)) {
      const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
      return json(status, { errors, extensions: cost(null) });
    }
    const { data, errors } = await execute({
      schema: adminSchema,
      document: document.document,
      rootValue: root,
      variableValues: variables,
      operationName: body.data.operationName ?? null,
    });
    const actual = actualCost(document.document, data, requestedQueryCost);
    bucket.give(requestedQueryCost - actual);
    const answer = {
      ...(data !== undefined && { data }),
      ...(errors && { errors }),
      extensions: cost(actual),
    };
    return { ...json(200, answer), ...(!changes(document.document) && { read: true as const }) };
  };
}

function read(query: string): { readonly document: DocumentNode } | { readonly errors: readonly object[] } {
  try {
    const document = parse(query, { maxTokens: 5_000 });
    const errors = validate(adminSchema, document, specifiedRules);
    if (errors.length === 0) return { document };
    return { errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code: codeOf(error.message) } })) };
  } catch (error) {
    return { errors: [{ message: error instanceof Error ? error.message : 'syntax error' }] };
  }
}

function changes(document: DocumentNode): boolean {
  return document.definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === 'mutation');
}

/** Shopify names the mistake in `extensions.code`. */
function codeOf(message: string): string {
  if (message.startsWith('Cannot query field')) return 'undefinedField';
  return message.includes('Variable') ? 'variableMismatch' : 'argumentLiteralsIncompatible';
}
