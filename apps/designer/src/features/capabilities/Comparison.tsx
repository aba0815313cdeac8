import { type CapabilityView, listShadows, type ShadowSummary, type ShadowView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, formatCount, Segmented, SkeletonRows, Time } from '../../ui/index.ts';
import { nameOf, SHADOW_WORDS } from './capability-words.ts';

export interface ComparisonProps {
  readonly view: CapabilityView;
  readonly shadow: ShadowSummary;
}

const REFRESH_MS = 5_000;

/** What the second system would have said: in numbers, by field, and call by call. */
export function Comparison({ view, shadow }: ComparisonProps) {
  const [state, setState] = useState<ShadowView['state'] | 'all'>('different');
  const [path, setPath] = useState<string>();
  const { flowId, fields } = shadow;
  const query = { ...(state !== 'all' && { state }), ...(path !== undefined && { path }), limit: 50 };
  const found = useCall(listShadows, { params: { name: view.name }, query }, { refetchInterval: REFRESH_MS });
  const states = ['different', 'failed', 'same', 'skipped', 'open'] as const;
  return (
    <Card title={`Compared with ${nameOf(view.offers)(flowId)}, last 30 days`}>
      <div className="flex flex-col gap-4">
        <Segmented
          label="Outcome"
          value={state}
          options={[
            ...states.map((each) => ({ value: each, label: SHADOW_WORDS[each].label, count: shadow[each] })),
            { value: 'all' as const, label: 'All' },
          ]}
          onChange={(next) => {
            setPath(undefined);
            setState(next);
          }}
        />
        {fields.length > 0 && state === 'different' && (
          <ul aria-label="Fields that differ" className="flex flex-wrap gap-2">
            {fields.map((field) => (
              <li key={field.path}>
                <button
                  type="button"
                  aria-pressed={path === field.path}
                  onClick={() => setPath(path === field.path ? undefined : field.path)}
                  className={clsx(
                    'flex items-center gap-2 rounded-lg border px-2 py-1 text-xs hover:bg-hover',
                    path === field.path && 'border-accent bg-accent-soft',
                  )}
                >
                  <code className="font-mono">{field.path === '' ? 'the whole answer' : field.path}</code>
                  <span className="tabular text-muted">{formatCount(field.calls)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <AnswerView query={found} what="Comparisons" loading={<SkeletonRows rows={2} label="Loading comparisons" />}>
          {({ shadows }) =>
            shadows.length === 0 ? (
              <p className="text-muted text-sm">No call of this kind.</p>
            ) : (
              <ul aria-label="Compared calls" className="flex flex-col divide-y">
                {shadows.map((each) => (
                  <Compared key={each.key} call={each} />
                ))}
              </ul>
            )
          }
        </AnswerView>
      </div>
    </Card>
  );
}

function Compared({ call }: { readonly call: ShadowView }) {
  const { key, businessKey, state, reason, differences, liveRunId, shadowRunId, at } = call;
  const { label, tone } = SHADOW_WORDS[state];
  return (
    <li data-testid={`compared:${businessKey ?? key}`} data-state={state} className="flex flex-col gap-1 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{label}</Badge>
        <span className="font-medium">{businessKey ?? 'no key'}</span>
        <span className="text-muted text-xs">
          <Time at={at} />
        </span>
        <span className="ml-auto flex gap-3 text-xs">
          <RunLink runId={liveRunId} label="Run that served" />
          {shadowRunId !== undefined && <RunLink runId={shadowRunId} label="Run beside it" />}
        </span>
      </div>
      {reason !== undefined && <p className="break-words text-muted text-xs">{reason}</p>}
      {differences.length > 0 && (
        <table aria-label={`Differences of ${businessKey ?? key}`} className="w-full table-fixed text-xs">
          <thead className="text-left text-muted">
            <tr>
              <th scope="col" className="w-1/3 font-normal">
                Field
              </th>
              <th scope="col" className="font-normal">
                Served
              </th>
              <th scope="col" className="font-normal">
                Compared
              </th>
            </tr>
          </thead>
          <tbody className="font-mono">
            {differences.map(({ path, kind, live, shadow }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
              <tr key={index}>
                <td className="truncate pr-2">{path === '' ? '(answer)' : path}</td>
                <td className="truncate pr-2">{valueText(live, kind)}</td>
                <td className="truncate">{valueText(shadow, kind)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </li>
  );
}

function valueText(value: unknown, kind: ShadowView['differences'][number]['kind']): string {
  if (value === undefined) return '—';
  return kind === 'length' ? `${String(value)} items` : JSON.stringify(value);
}

function RunLink({ runId, label }: { readonly runId: string; readonly label: string }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} className="rounded text-accent-text hover:underline">
      {label}
    </Link>
  );
}
