import { runFlowSamples } from '@lockstep/schema/api';
import { type Flow, sampledMaps } from '@lockstep/schema/graph';
import { CircleCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Answer, call } from '../../api/index.ts';
import { Button, Field, Notice, Spinner, Textarea } from '../../ui/index.ts';

type Tried = Extract<Answer<typeof runFlowSamples>, { ok: true }>['value'];

export interface SampleGateState {
  /** Absent while they are tried, and when the runtime did not answer. */
  readonly tried: Tried | undefined;
  /** The runtime gave no answer; publishing asks again. */
  readonly isUnanswered: boolean;
  /** Publishing would be refused. */
  readonly isShut: boolean;
  readonly reason: string;
  readonly setReason: (reason: string) => void;
  /** What is sent along when samples fail and somebody said why. */
  readonly override: { readonly reason: string } | undefined;
}

const SHORTEST_REASON = 3;

/** Tries the samples of a flow as publishing would. A flow without samples is let through at once. */
export function useSampleGate(flow: Flow): SampleGateState {
  const [tried, setTried] = useState<Tried>();
  const [isUnanswered, setUnanswered] = useState(false);
  const [reason, setReason] = useState('');
  useEffect(() => {
    if (sampledMaps(flow).length === 0) return;
    let stale = false;
    void call(runFlowSamples, { params: { flowId: flow.id }, body: { flow } }).then((answer) => {
      if (stale) return;
      if (answer.ok) setTried(answer.value);
      else setUnanswered(true);
    });
    return () => {
      stale = true;
    };
  }, [flow]);
  const failed = tried !== undefined && tried.failed > 0;
  const isReasoned = tried?.override === 'allowed' && reason.trim().length >= SHORTEST_REASON;
  return {
    tried,
    isUnanswered,
    isShut: failed && !isReasoned,
    reason,
    setReason,
    override: failed && isReasoned ? { reason: reason.trim() } : undefined,
  };
}

export interface SampleGateProps {
  readonly flow: Flow;
  readonly gate: SampleGateState;
  readonly onOpenMap: (node: string) => void;
}

/** What the samples say before a publish: all pass, or which do not, and a place for the reason to publish all the same. */
export function SampleGate({ flow, gate, onOpenMap }: SampleGateProps) {
  const { tried, isUnanswered, reason, setReason } = gate;
  if (sampledMaps(flow).length === 0) return null;
  if (isUnanswered) return <Notice kind="waiting">The samples cannot be tried now; publishing tries them.</Notice>;
  if (!tried) {
    return (
      <p className="flex items-center gap-2 text-muted text-sm">
        <Spinner size={14} /> Trying the samples…
      </p>
    );
  }
  const count = `${tried.reports.length} ${tried.reports.length === 1 ? 'sample' : 'samples'}`;
  if (tried.failed === 0) {
    return (
      <p className="flex items-center gap-2 text-sm" data-testid="samples-pass">
        <CircleCheck size={15} aria-hidden="true" className="text-ok" /> {count}{' '}
        {tried.reports.length === 1 ? 'passes' : 'pass'}.
      </p>
    );
  }
  return (
    <section aria-label="Samples that fail" className="flex flex-col gap-2">
      <Notice kind="failed">
        {tried.failed} of {count} {tried.failed === 1 ? 'fails' : 'fail'}.{' '}
        {tried.override === 'never' && 'This installation publishes only what passes its samples.'}
      </Notice>
      <ul className="flex max-h-52 flex-col overflow-y-auto rounded-lg border">
        {tried.reports
          .filter(({ ok }) => !ok)
          .map(({ node, map, id, name, why }) => (
            <li key={`${node} ${id}`} className="flex items-start gap-3 border-b px-3 py-2 text-sm last:border-b-0">
              <p className="min-w-0 flex-1">
                <span className="font-medium">{name}</span> <span className="text-muted">of {map}</span>
                <span className="block break-words text-muted text-xs">{why}</span>
              </p>
              <Button size="sm" kind="quiet" onClick={() => onOpenMap(node)}>
                Open the map
              </Button>
            </li>
          ))}
      </ul>
      {tried.override === 'allowed' && (
        <Field label="Publish all the same because" hint="Kept with the version, together with the samples that fail.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
    </section>
  );
}
