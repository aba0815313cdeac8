import type { Page } from '@playwright/test';

/** What every instant of an answer becomes, and what counts as now: "3 min ago", for ever. */
export const NOW = '2026-11-27T08:00:00Z';
const NOW_MS = Date.parse(NOW);
const INSTANT_MS = NOW_MS - 3 * 60_000;
const INSTANT = new Date(INSTANT_MS).toISOString();
/** What every duration becomes, in milliseconds. */
const DURATION_MS = 40;

const IS_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const IS_EPOCH_MS = (value: number) => value > 1_600_000_000_000 && value < 4_000_000_000_000;
const IS_DURATION = /Ms$|^p\d\d$/;
/** A duration the flow's author chose, not one that was measured. */
const IS_CHOSEN = /^(binMs|baseMs|capMs|timeoutMs|budgetMs|limitMs|ageMs)$/;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * Lets a page see the real answers of the runtime with measured times and durations made constant, so that the same
 * screen is the same picture tomorrow. What flows on a schedule do by themselves is left out. Nothing else of an answer
 * changes; a changed shape is therefore seen.
 */
export async function steadyAnswers(page: Page): Promise<void> {
  await page.route('**/api/**', async (route) => {
    const request = route.request();
    if (request.method() !== 'GET' || request.resourceType() === 'eventsource') return route.fallback();
    const response = await route.fetch();
    const type = response.headers()['content-type'] ?? '';
    if (!type.includes('json')) return route.fulfill({ response });
    const answer = steady((await response.json()) as Json);
    const path = new URL(request.url()).pathname;
    return route.fulfill({ response, json: path === '/api/landscape' ? emptied(answer) : answer });
  });
}

function steady(value: Json, key = ''): Json {
  if (key === 'salesOrder') return '114300001';
  if (typeof value === 'string') return steadyText(value);
  if (typeof value === 'number') {
    if (IS_EPOCH_MS(value)) return INSTANT_MS;
    return IS_DURATION.test(key) && !IS_CHOSEN.test(key) ? DURATION_MS : value;
  }
  if (value === null || typeof value !== 'object') return value;
  if (key === 'runs' && isList(value)) return value.filter(isOfOrders).map((item) => steady(item));
  // Of the last minutes, in which a schedule may have come due.
  if (key === 'runs24h') return { ...value, done: 1 };
  if (isList(value)) return key === 'bins' ? steadyBins(value) : value.map((item) => steady(item, key));
  // What an author wrote is not measured.
  if (key === 'flow') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, steady(item, name)]));
}

function steadyText(text: string): string {
  if (IS_INSTANT.test(text)) return INSTANT;
  return text === new Date().toISOString().slice(0, 10) ? INSTANT.slice(0, 10) : text;
}

/** Minutes or hours of a chart, up to now; what happened always happened in the last of them. */
function steadyBins(bins: readonly Json[]): Json {
  const busy = (bin: Json) => Object.values(bin ?? {}).reduce((sum, n) => sum + (typeof n === 'number' ? n : 0), 0);
  return bins
    .toSorted((a, b) => busy(a) - busy(b))
    .map((bin, i) => ({ ...Object(bin), at: new Date(NOW_MS - (bins.length - i) * 60_000).toISOString() }));
}

/** A run of the flow that the pictures are about. */
function isOfOrders(run: Json): boolean {
  return typeof run === 'object' && run !== null && !isList(run) && run.flowId === 'order-to-erp';
}

/** As it is when nothing moved. */
function emptied(answer: Json): Json {
  if (answer === null || typeof answer !== 'object' || isList(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, isList(value) ? [] : value]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
