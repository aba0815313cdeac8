import type { Feed } from '@lockstep/schema/node';
import { jsonProblem, TOO_DEEP } from './json-problem.ts';
import type { LoadedNode } from './loaded-flow.ts';
import { defect, outputTooDeep } from './step-failures.ts';

/** Largest place of a pull in bytes of JSON: it is kept with the run, once for each pull. */
const MAX_CURSOR_BYTES = 16 * 1024;

/** What a pull gave, after a check: items that cannot be stored, or a place that grows, would stop the run later. */
export function checkedFeed({ node, definition }: LoadedNode, feed: Feed): Feed {
  if (!definition.scope) throw defect(`"${node.type}" gave items, though it has no body.`);
  if (!Array.isArray(feed.items)) throw defect(`"${node.type}" gave items that are no list.`);
  const problem = jsonProblem(feed.items);
  if (problem === TOO_DEEP) throw outputTooDeep(problem);
  if (problem) throw defect(`"${node.type}" gave items of which one ${problem}.`);
  if (feed.next === undefined) return feed;
  const wrong = jsonProblem(feed.next);
  if (wrong) throw defect(`"${node.type}" named a place to go on that ${wrong}.`);
  const bytes = Buffer.byteLength(JSON.stringify(feed.next));
  if (bytes > MAX_CURSOR_BYTES) throw defect(`"${node.type}" named a place to go on of ${bytes} bytes.`);
  return feed;
}
