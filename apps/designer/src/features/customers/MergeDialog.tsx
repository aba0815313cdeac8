import {
  type CustomerPlan,
  getCustomer,
  listCustomers,
  mergeCustomer,
  planMerge,
  planUnmerge,
  unmergeCustomer,
} from '@lockstep/schema/api';
import type { CustomerField } from '@lockstep/schema/customers';
import type { Json } from '@lockstep/schema/run';
import { useEffect, useState } from 'react';
import { call, useSend } from '../../api/index.ts';
import { Badge, Button, Dialog, Notice, Spinner } from '../../ui/index.ts';
import { fieldList, fieldWords, systemWords, valueText } from './customer-words.ts';

/** What a person wants: another record to become part of this one, or one to be taken out. */
export interface MergeWish {
  readonly kind: 'merge' | 'unmerge';
  readonly other: string;
}

interface MergeDialogProps {
  readonly id: string;
  readonly wish: MergeWish;
  readonly onClose: () => void;
}

/** Shows what both records would be, and who would be told, before anything is done. */
export function MergeDialog({ id, wish: { kind, other }, onClose }: MergeDialogProps) {
  const [plan, setPlan] = useState<CustomerPlan>();
  const [refusal, setRefusal] = useState<string>();
  const merging = useSend(mergeCustomer, [getCustomer, listCustomers]);
  const unmerging = useSend(unmergeCustomer, [getCustomer, listCustomers]);
  useEffect(() => {
    const asked = { current: true };
    const planned =
      kind === 'merge'
        ? call(planMerge, { params: { id }, body: { from: other } })
        : call(planUnmerge, { params: { id }, body: { gone: other } });
    void planned.then((answer) => {
      if (!asked.current) return;
      if (answer.ok) setPlan(answer.value);
      else setRefusal(answer.problem.detail ?? answer.problem.title);
    });
    return () => {
      asked.current = false;
    };
  }, [id, kind, other]);

  const go = async (): Promise<void> => {
    const answer =
      kind === 'merge'
        ? await merging.send({ params: { id }, body: { from: other, by: 'operator' } })
        : await unmerging.send({ params: { id }, body: { gone: other, by: 'operator' } });
    if (!answer.ok) return setRefusal(answer.problem.detail ?? answer.problem.title);
    onClose();
  };
  const text =
    kind === 'merge'
      ? `${other} becomes part of ${id}. It can be taken out again.`
      : `${other} gets back what it brought, as it is now. The two stay apart from then on.`;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={kind === 'merge' ? `Merge ${other} into ${id}` : `Take ${other} out of ${id}`}
      description={text}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={merging.pending || unmerging.pending}
            disabled={plan === undefined}
            onClick={() => void go()}
          >
            {kind === 'merge' ? 'Merge' : 'Take out'}
          </Button>
        </>
      }
    >
      {refusal !== undefined && <Notice kind="failed">{refusal}</Notice>}
      {plan === undefined && refusal === undefined && (
        <span role="status" className="flex items-center gap-2 text-muted text-sm">
          <Spinner /> Working it out…
        </span>
      )}
      <div className="flex flex-col gap-4">
        {plan?.records
          .filter(({ mergedInto }) => mergedInto === undefined)
          .map((record) => (
            <PlannedRecord key={record.id} record={record} />
          ))}
      </div>
    </Dialog>
  );
}

function PlannedRecord({ record }: { readonly record: CustomerPlan['records'][number] }) {
  const { id, sources, golden, changed, writes, blocked } = record;
  return (
    <section aria-label={`${id} then`} className="rounded-xl border px-4 py-3 text-sm">
      <h3 className="font-semibold">
        {id} <span className="font-normal text-muted text-xs">then</span>
      </h3>
      <p className="mb-2 text-muted text-xs">
        {sources.map((each) => `${systemWords(each.system)} ${each.id}`).join(', ') || 'No system'}
      </p>
      <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-4 gap-y-1">
        {(Object.keys(golden) as CustomerField[]).map((field) => (
          <div key={field} className="contents">
            <dt className="text-muted">{fieldWords(field)}</dt>
            <dd className="flex items-baseline gap-2 font-medium [overflow-wrap:anywhere]">
              {valueText(golden[field] as Json)}
              {changed.includes(field) && <Badge tone="accent">New</Badge>}
            </dd>
          </div>
        ))}
      </dl>
      <ul className="mt-3 space-y-1 text-muted text-xs">
        {writes.map(({ system, id: at, values }) => (
          <li key={`${system} ${at}`}>
            {systemWords(system)} {at ?? '(new)'} is told: {fieldList(Object.keys(values) as CustomerField[])}
          </li>
        ))}
        {blocked.map(({ system, id: at }) => (
          <li key={`${system} ${at}`} className="text-failed">
            {systemWords(system)} {at} is not told: no consent
          </li>
        ))}
        {writes.length + blocked.length === 0 && <li>No system is told anything.</li>}
      </ul>
    </section>
  );
}
