import { newestIn } from '@lockstep/schema/graph';
import type { FlowCall } from '@lockstep/schema/node';
import { type Callee, choicesOf } from './use-callees.ts';

/** What a call gets, in few words: `v3`, `v3 at publishing`, `no version`; the range as drawn while the flow is not known. */
export function versionWords(call: Pick<FlowCall, 'versions' | 'resolve'>, callee: Callee | undefined): string {
  if (!callee) return call.versions;
  const version = newestIn(call.versions, choicesOf(callee));
  if (version === undefined) return callee.publishedVersion === undefined ? 'not published' : 'no version fits';
  return call.resolve === 'publish' ? `v${version} at publishing` : `v${version}`;
}
