import { convertFlow, countOutcomes, type NodeReport } from '@lockstep/nodes/convert';
import type { FlowNode } from '@lockstep/schema/graph';
import type { Clip } from '../clipboard.ts';
import { COLUMN_STEP, LANE_STEP } from '../geometry.ts';
import { freshId, slugOf } from '../ids.ts';
import { placesOf } from '../places.ts';
import { type ForeignStep, looksLikeCurl, readCurl } from './curl.ts';
import { type OpenApiOperation, type OpenApiRead, readOpenApi } from './openapi.ts';

/** Steps one below the other; then a column begins. */
const ROWS = 20;

/** What a clipboard text of another product becomes. */
export interface Foreign {
  /** `n8n`, `Node-RED`, `curl`, `OpenAPI`. */
  readonly from: string;
  readonly clip: Clip;
  /** What is not quite the same, by step. */
  readonly notes: readonly { readonly step: string; readonly text: string }[];
  /** One sentence about it all. */
  readonly summary: string;
}

/** More operations than these are a choice: nobody wants all of them, and nobody looks them all through afterwards. */
export const MOST_AT_ONCE = 30;

/** What a text is taken for. */
export type ForeignRead =
  | { readonly kind: 'steps'; readonly foreign: Foreign }
  /** Many operations: a person says which of them become steps. */
  | { readonly kind: 'choice'; readonly api: OpenApiRead }
  /** It says what it is, and cannot be read. */
  | { readonly kind: 'broken'; readonly problem: string };

/**
 * Steps in a text that is not ours: n8n, Node-RED, a call of curl, OpenAPI in JSON or YAML. `undefined` for anything else; never guesses in silence.
 * The reader of YAML is fetched when a text looks like an interface described in it.
 */
export async function readForeign(text: string): Promise<ForeignRead | undefined> {
  if (looksLikeCurl(text)) {
    const step = readCurl(text);
    return step && { kind: 'steps', foreign: ofSteps('curl', [step]) };
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    if (!looksLikeOpenApi(text)) return undefined;
    const { readYaml } = await import('./read-yaml.ts');
    const yaml = readYaml(text);
    if ('problem' in yaml) return { kind: 'broken', problem: yaml.problem };
    document = yaml.value;
  }
  const api = readOpenApi(document);
  if (api !== undefined) {
    return api.operations.length > MOST_AT_ONCE
      ? { kind: 'choice', api }
      : { kind: 'steps', foreign: ofOperations(api, api.operations) };
  }
  const foreign = readConverted(document);
  return foreign && { kind: 'steps', foreign };
}

/** Chosen operations as steps, and what of their document could be none. */
export function ofOperations({ unread }: OpenApiRead, chosen: readonly OpenApiOperation[]): Foreign {
  const { notes, ...rest } = ofSteps('OpenAPI', chosen);
  return { ...rest, notes: [...notes, ...unread] };
}

/** A member of an OpenAPI document, or a path, begins a line. */
function looksLikeOpenApi(text: string): boolean {
  return /^\s*["']?(?:openapi|swagger|paths|responses|\/[^\s:"']*)["']?\s*:/m.test(text);
}

function readConverted(document: unknown): Foreign | undefined {
  const converted = convertFlow(document);
  if ('problem' in converted || converted.flow.nodes.length === 0) return undefined;
  const { flow, report, from } = converted;
  const counts = countOutcomes(report);
  const rest = [
    ...(counts.approximated > 0 ? [`${counts.approximated} nearly the same`] : []),
    ...(counts['needs-work'] > 0 ? [`${counts['needs-work']} to finish`] : []),
    ...(counts['left-out'] > 0 ? [`${counts['left-out']} left out`] : []),
  ];
  return {
    from: from === 'n8n' ? 'n8n' : 'Node-RED',
    clip: { lockstep: 'steps', nodes: flow.nodes, edges: flow.edges, places: { ...placesOf(flow) } },
    notes: report.filter(({ outcome }) => outcome !== 'converted').flatMap(noteOf),
    summary: [`${counts.converted} converted`, ...rest].join(', '),
  };
}

function noteOf({ name, outcome, notes }: NodeReport) {
  const text = notes.length === 0 ? outcome.replace('-', ' ') : notes.join(' ');
  return [{ step: name, text }];
}

function ofSteps(from: string, steps: readonly ForeignStep[]): Foreign {
  const ids = new Set<string>();
  const nodes = steps.map(({ name, params, policy }): FlowNode => {
    const id = freshId(slugOf(name), ids);
    ids.add(id);
    return { id, type: 'http-request', version: 1, name, params, policy };
  });
  const notes = steps.flatMap(({ name, notes: told }) => told.map((text) => ({ step: name, text })));
  const count = steps.length === 1 ? '1 request' : `${steps.length} requests`;
  return {
    from,
    clip: {
      lockstep: 'steps',
      nodes,
      edges: [],
      places: Object.fromEntries(
        nodes.map(({ id }, index) => [
          id,
          { x: Math.floor(index / ROWS) * COLUMN_STEP, y: (index % ROWS) * LANE_STEP },
        ]),
      ),
    },
    notes,
    summary: notes.length === 0 ? count : `${count}; see the note beside ${steps.length === 1 ? 'it' : 'them'}`,
  };
}
