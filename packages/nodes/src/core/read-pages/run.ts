import { type RunScope, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { httpFailure } from '../../connectors/kit/failures.ts';
import { targetOf } from '../../connectors/kit/http-target.ts';
import { sendSigned } from '../../connectors/kit/oauth.ts';
import { at, readJson } from '../../connectors/kit/read-json.ts';
import { withQuery } from '../../connectors/kit/url.ts';
import { inGroups } from '../../scopes/params.ts';
import type { readPages } from './definition.ts';
import { nextPage } from './next-page.ts';

/** Where reading goes on: which page this is, what tells it, and an earlier one to recognise a circle by. */
const Place = z.object({
  page: z.int(),
  at: z.union([z.string(), z.number()]),
  seen: z.object({ page: z.int(), at: z.union([z.string(), z.number()]) }),
});
type Place = z.infer<typeof Place>;
type Params = z.infer<typeof readPages.params>;

export const runReadPages: RunScope<typeof readPages> = async ({ params, cursor }, ctx) => {
  const place = cursor === undefined ? undefined : Place.parse(cursor);
  const page = place?.page ?? 1;
  if (page > params.maxPages) throw tooMany(params.maxPages);
  const { body, response, url } = await read(params, place, ctx);
  const list = listIn(body, params.items);
  if (!list) throw noList(params.items);
  const number = typeof place?.at === 'number' && params.paging === 'page' ? place.at : params.firstPage;
  const next = nextPage(params, { response, body, url, count: list.length, number });
  const items = inGroups(list, params.group);
  if (next === undefined) return { feed: { items } };
  return { feed: { items, next: follow(place, { page: page + 1, at: next }) } };
};

async function read(params: Params, place: Place | undefined, ctx: StepContext) {
  const { paging, cursorParam, pageParam, firstPage } = params;
  const isLink = paging === 'link' || paging === 'odata';
  const linked = isLink && place ? String(place.at) : undefined;
  const target = await targetOf({ connection: params.connection, url: linked ?? params.url }, ctx);
  const told =
    paging === 'page'
      ? { [pageParam]: place?.at ?? firstPage }
      : paging === 'cursor' && place
        ? { [cursorParam]: place.at }
        : {};
  const url = linked === undefined ? withQuery(target.url, { ...params.query, ...told }) : target.url;
  const headers = Object.fromEntries(
    Object.entries(params.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const response = await sendSigned(ctx, target, (credentials) => ({
    method: 'GET',
    url,
    headers: { accept: 'application/json', ...credentials, ...headers },
  }));
  if (response.status !== 200) {
    throw new StepError(httpFailure(response, { system: target.system, write: false, now: ctx.now }));
  }
  const body = readJson(response.text);
  if (body !== undefined) return { body, response, url };
  throw refused('answer-not-json', `${target.system} answered 200 with something that is no JSON.`);
}

function listIn(body: Json, path: string): readonly Json[] | undefined {
  const places = path === '' ? [[], ['value'], ['d', 'results'], ['d']] : [path.split('.')];
  const found = places.map((names) => at(body, ...names)).find((value) => Array.isArray(value));
  return found as readonly Json[] | undefined;
}

/**
 * The next place, unless it was there before. An earlier one is remembered, anew at pages 2, 4, 8, ...: so any circle is
 * found, after at most three times its length.
 *
 * @see R. P. Brent, "An improved Monte Carlo factorization algorithm" (1980)
 */
function follow(place: Place | undefined, next: Pick<Place, 'page' | 'at'>): Place {
  const seen = place?.seen;
  if (seen && seen.at === next.at)
    throw refused('pages-in-a-circle', `Page ${next.page} is told as page ${seen.page} was: the pages go in a circle.`);
  const isMark = !seen || next.page >= 2 * seen.page;
  return { ...next, seen: isMark ? next : seen };
}

function tooMany(most: number): StepError {
  const message = `There are more than ${most} pages. Ask for larger ones, or raise "Pages at most".`;
  return new StepError({ kind: 'flow', category: 'validation', code: 'too-many-pages', message });
}

function noList(path: string): StepError {
  const where = path === '' ? 'no list' : `no list at "${path}"`;
  return refused('list-missing', `The answer has ${where}. Say where it stands under "List in the answer".`);
}

function refused(code: string, message: string): StepError {
  return new StepError({ kind: 'refused', category: 'system', code, message });
}
