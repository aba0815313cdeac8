import type { ConsumerView, WaiterView } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Workflow } from 'lucide-react';
import { type AnswerQuery, AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Card, EmptyState, formatCount, SkeletonRows, Table, Td, Th } from '../../ui/index.ts';
import { LagBadge } from './LagBadge.tsx';

export interface ReaderTableProps {
  readonly query: AnswerQuery<{ readonly consumers: readonly ConsumerView[] }>;
  /** Steps that take events into runs under way. */
  readonly waiters: readonly WaiterView[];
}

/** The flows that listen, where they stand and what they made of what they read; then those that wait on their way. */
export function ReaderTable({ query, waiters }: ReaderTableProps) {
  return (
    <Card title="Readers" flush>
      <AnswerView query={query} what="Readers" loading={<SkeletonRows rows={2} label="Loading readers" />}>
        {({ consumers }) =>
          consumers.length + waiters.length === 0 ? (
            <EmptyState icon={<Workflow size={20} />} title="No flow listens">
              Events are kept all the same. Draw a flow that begins “When an event comes” and publish it.
            </EmptyState>
          ) : (
            <Table label="Readers">
              <thead>
                <tr>
                  <Th>Flow</Th>
                  <Th className="w-40">Standing</Th>
                  <Th className="hidden w-24 text-right! @2xl:table-cell">Place</Th>
                  <Th className="w-24 text-right!">Runs</Th>
                  <Th className="hidden w-28 text-right! @2xl:table-cell">Passed over</Th>
                  <Th className="hidden w-24 text-right! @4xl:table-cell">Expired</Th>
                </tr>
              </thead>
              <tbody>
                {consumers.map((consumer) => (
                  <ReaderRow key={`${consumer.flowId}/${consumer.node}`} consumer={consumer} />
                ))}
                {waiters.map((waiter) => (
                  <WaiterRow key={`${waiter.flowId}/${waiter.node}`} waiter={waiter} />
                ))}
              </tbody>
            </Table>
          )
        }
      </AnswerView>
    </Card>
  );
}

function ReaderRow({ consumer }: { readonly consumer: ConsumerView }) {
  const { flowId, place, begun, passed, expired, waiting } = consumer;
  return (
    <tr data-testid={`reader-row:${flowId}`} className="relative hover:bg-hover/60">
      <StepCell step={consumer} />
      <Td>
        <LagBadge consumer={consumer} />
        {waiting > 0 && <p className="text-muted text-xs">{formatCount(waiting)} being gathered</p>}
      </Td>
      <Td className="tabular hidden text-right! text-muted @2xl:table-cell">{formatCount(place)}</Td>
      <Td className="tabular text-right!">{formatCount(begun)}</Td>
      <Td className="tabular hidden text-right! text-muted @2xl:table-cell">{formatCount(passed)}</Td>
      <Td className={`tabular hidden text-right! @4xl:table-cell ${expired > 0 ? 'text-failed' : 'text-muted'}`}>
        {formatCount(expired)}
      </Td>
    </tr>
  );
}

/** How many of its runs wait. It has no place and begins no run, so its other columns are empty. */
function WaiterRow({ waiter }: { readonly waiter: WaiterView }) {
  const { flowId, node, waiting } = waiter;
  return (
    <tr data-testid={`waiter-row:${flowId}/${node}`} className="relative hover:bg-hover/60">
      <StepCell step={waiter} />
      <Td>
        <Badge tone={waiting > 0 ? 'waiting' : 'plain'}>
          {waiting === 0 ? 'None waits' : waiting === 1 ? '1 waits' : `${formatCount(waiting)} wait`}
        </Badge>
      </Td>
      <Td className="hidden @2xl:table-cell" />
      <Td />
      <Td className="hidden @2xl:table-cell" />
      <Td className="hidden @4xl:table-cell" />
    </tr>
  );
}

interface StepCellProps {
  readonly step: Pick<ConsumerView, 'flowId' | 'flowName' | 'node' | 'nodeName' | 'version'>;
}

function StepCell({ step: { flowId, flowName, node, nodeName, version } }: StepCellProps) {
  return (
    <Td>
      <Link
        to="/flows/$flowId"
        params={{ flowId }}
        search={{ node }}
        className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
      >
        {flowName}
      </Link>
      <p className="truncate text-muted text-xs">
        {nodeName} <span className="tabular">v{version}</span>
      </p>
    </Td>
  );
}
