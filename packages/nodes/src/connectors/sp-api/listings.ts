import type { Json } from '@lockstep/schema/run';
import { listAt, textAt } from '../kit/read-json.ts';

/** Address of a listing of this seller. */
export function listingPath(sellerId: string | undefined, sku: string): string {
  return `/listings/2021-08-01/items/${encodeURIComponent(sellerId ?? '')}/${encodeURIComponent(sku)}`;
}

/** What a submission of a listing answers: taken, or not although the status was 200; undefined when it cannot be read. */
export function submissionOf(answer: Json | undefined) {
  const status = textAt(answer, 'status');
  if (status === 'INVALID') {
    const issues = listAt(answer, 'issues').map((issue) => ({
      code: textAt(issue, 'code') ?? '',
      message: textAt(issue, 'message') ?? '',
      severity: textAt(issue, 'severity') ?? '',
    }));
    return { taken: false, issues } as const;
  }
  if (status !== 'ACCEPTED' && status !== 'VALID') return undefined;
  return { taken: true, submissionId: textAt(answer, 'submissionId') ?? '' } as const;
}
