import { convertFlow, countOutcomes, type NodeReport } from '@lockstep/nodes/convert';
import type { FlowNode } from '@lockstep/schema/graph';
import type { Clip } from '../clipboard.ts';
import { LANE_STEP } from '../geometry.ts';
import { freshId, slugOf } from '../ids.ts';
import { placesOf } from '../places.ts';
import { type ForeignStep, looksLikeCurl, readCurl } from './curl.ts';
import { readOpenApi } from './openapi.ts';

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

/** Steps in a text that is not ours: n8n, Node-RED, a call of curl, an OpenAPI operation. `undefined` for anything else; never guesses in silence. */
export function readForeign(text: string): Foreign | undefined {
  if (looksLikeCurl(text)) {
    const step = readCurl(text);
    return step && ofSteps('curl', [step]);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const operations = readOpenApi(document);
  if (operations !== undefined) return ofSteps('OpenAPI', operations);
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
      places: Object.fromEntries(nodes.map(({ id }, index) => [id, { x: 0, y: index * LANE_STEP }])),
    },
    notes,
    summary: notes.length === 0 ? count : `${count}; see the note beside ${steps.length === 1 ? 'it' : 'them'}`,
  };
}
