import { isEnded } from '@lockstep/schema/run';
import type { Sql } from '../open-store.ts';
import { STATEMENTS } from '../sql/statements.ts';
import { newestOwner } from './owner.ts';
import { bytesOf, objectText, payloadsText, storable, wrapped } from './text.ts';
import type { Appended, AppendItem, EndedItem, NewApproval, NewCall } from './types.ts';

/** Writes what happened to a batch of runs in one commit: `sql/append.sql`. No run may appear twice. */
export async function append(sql: Sql, items: readonly AppendItem[]): Promise<readonly Appended[]> {
  const { epoch } = newestOwner(items);
  const current = items.filter(({ owner }) => owner.epoch === epoch);
  const rows = await sql.unsafe<{ id: string; outcome: Appended['outcome']; exception_id: string | null }[]>(
    statementFor(current),
    [`[${current.map(itemText).join(',')}]`, epoch, payloadsText(current)],
    { prepare: true },
  );
  const byRun = new Map(rows.map((row) => [row.id, row]));
  return items.map(({ runId, owner }) => {
    const row = owner.epoch === epoch ? byRun.get(runId) : undefined;
    if (!row) return { outcome: 'fenced' }; // a worker that has drawn a new epoch does not write under its old one
    return { outcome: row.outcome, ...(row.exception_id !== null && { exceptionId: row.exception_id }) };
  });
}

function itemText(item: AppendItem): string {
  const ended = isEnded(item.status);
  const { exception, failed } = item;
  return objectText(
    {
      run: item.runId,
      seq: item.seq,
      count: item.events.length,
      status: item.status,
      release: item.release || ended,
      ended,
      wake_in_ms: item.wakeInMs,
      filtered: item.filtered === undefined ? undefined : storable(item.filtered),
      failed_node: failed?.node,
      failure_message: failed && storable(failed.message),
      exception: exception && { ...exception, code: storable(exception.code), reason: storable(exception.reason) },
      settle: item.settle,
      mail: item.mail,
      waits: item.waits?.map((wait) => ({ ...wait, topic: storable(wait.topic), key: storable(wait.key) })),
      approvals: item.approvals?.map(approvalRow),
      calls: item.calls?.map(callRow),
      called: item.called,
      unparked: item.unparked,
      snapshot: item.snapshot,
      bytes: bytesOf([...item.events, ...(item.items ?? []).map(({ output = '' }) => output)], item.payloads),
    },
    {
      events: `[${item.events.map(wrapped).join(',')}]`,
      ...(item.items && { items: `[${item.items.map(endedItemText).join(',')}]` }),
    },
  );
}

/** Outputs travel as text in text: they are put together without being read. */
function endedItemText({ failure, input, failedNode, ...item }: EndedItem): string {
  return objectText(
    { ...item, failed_node: failedNode },
    {
      ...(failure !== undefined && { failure: wrapped(failure) }),
      ...(input !== undefined && { input: wrapped(input) }),
    },
  );
}

/** The statement that writes what this batch has, and no more than it must. */
function statementFor(items: readonly AppendItem[]): string {
  const hasItems = items.some(({ items: ended, snapshot }) => ended !== undefined || snapshot !== undefined);
  if (items.some(touchesWaits)) return hasItems ? STATEMENTS.appendWaitingItems : STATEMENTS.appendWaiting;
  return hasItems ? STATEMENTS.appendItems : STATEMENTS.append;
}

function touchesWaits({ waits, approvals, calls, called, unparked }: AppendItem): boolean {
  return [waits, approvals, calls, called, unparked].some((part) => part !== undefined);
}

/** A step of an item is told from those of others by its name: `node@item`. */
function callRow({ calledRunId: called, node, item, ...call }: NewCall): object {
  return { ...call, called, node: item === '' ? node : `${node}@${item}` };
}

/** Details travel as text: a batch cannot carry every JSON value (see `wrapped`). */
function approvalRow({ ports, details, deadlineAt, title, assignee, ...rest }: NewApproval): object {
  return {
    ...rest,
    title: storable(title),
    details: details === undefined ? undefined : JSON.stringify(details),
    assignee: assignee === undefined ? undefined : storable(assignee),
    approved_port: ports.approved,
    rejected_port: ports.rejected,
    deadline: deadlineAt,
  };
}
