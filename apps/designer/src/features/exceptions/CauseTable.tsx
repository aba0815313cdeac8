import { type ExceptionCluster, listExceptionClusters } from '@lockstep/schema/api';
import type { FailureCategory } from '@lockstep/schema/run';
import { PartyPopper, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { CATEGORY_LABEL } from '../../parts/failure-words.ts';
import { Badge, Button, Card, EmptyState, formatCount, SkeletonRows, Table, Td, Th, Time } from '../../ui/index.ts';
import { BulkDialog } from './BulkDialog.tsx';

export interface CauseTableProps {
  readonly flow: string | undefined;
  readonly category: FailureCategory | undefined;
}

/** Open exceptions by cause, largest first: one mistake in a flow is one line, however many messages it stopped. */
export function CauseTable({ flow, category }: CauseTableProps) {
  const clusters = useCall(listExceptionClusters, { query: { flow, category } });
  const [retrying, setRetrying] = useState<ExceptionCluster | undefined>();
  return (
    <>
      <Card flush>
        <AnswerView query={clusters} what="Causes" loading={<SkeletonRows label="Loading causes" />}>
          {({ clusters: rows }) =>
            rows.length === 0 ? (
              <EmptyState icon={<PartyPopper size={20} />} title="Nothing needs you">
                Open exceptions are grouped here by what stopped them.
              </EmptyState>
            ) : (
              <Table label="Causes">
                <thead>
                  <tr>
                    <Th className="w-20 text-right!">Open</Th>
                    <Th>Cause</Th>
                    <Th className="hidden w-56 xl:table-cell">Where</Th>
                    <Th className="w-28">Oldest</Th>
                    <Th className="w-28">Newest</Th>
                    <Th className="w-32">
                      <span className="sr-only">Actions</span>
                    </Th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <CauseRow key={JSON.stringify(selectionOf(row))} row={row} onRetry={() => setRetrying(row)} />
                  ))}
                </tbody>
              </Table>
            )
          }
        </AnswerView>
      </Card>
      {retrying !== undefined && (
        <BulkDialog select={selectionOf(retrying)} what={retrying.cause} onClose={() => setRetrying(undefined)} />
      )}
    </>
  );
}

function CauseRow({ row, onRetry }: { readonly row: ExceptionCluster; readonly onRetry: () => void }) {
  const { count, cause, category, code, owned, nodeName, flowName, oldestAt, newestAt } = row;
  return (
    <tr data-testid={`cause-row:${row.flowId}:${row.node}:${code}`} className="hover:bg-hover/60">
      <Td className="tabular text-right! font-semibold text-base">{formatCount(count)}</Td>
      <Td>
        <p className="line-clamp-2" title={cause}>
          {cause}
        </p>
        <p className="mt-0.5 flex items-center gap-2 text-muted text-xs">
          <Badge tone="plain">{CATEGORY_LABEL[category]}</Badge>
          <code className="truncate font-mono">{code}</code>
          {owned > 0 && <span className="tabular shrink-0">{formatCount(owned)} looked after</span>}
        </p>
      </Td>
      <Td className="hidden xl:table-cell">
        <p className="truncate">{nodeName}</p>
        <p className="truncate text-muted text-xs">{flowName}</p>
      </Td>
      <Td className="text-muted">
        <Time at={oldestAt} />
      </Td>
      <Td className="text-muted">
        <Time at={newestAt} />
      </Td>
      <Td className="px-2! text-right!">
        <Button
          size="sm"
          icon={<RotateCcw size={13} />}
          aria-label={`Retry ${formatCount(count)}: ${cause}`}
          onClick={onRetry}
        >
          Retry {formatCount(count)}…
        </Button>
      </Td>
    </tr>
  );
}

/** What makes the exceptions of a cause one. */
function selectionOf({ flowId, node, category, code, cause }: ExceptionCluster) {
  return { flow: flowId, node, category, code, cause };
}
