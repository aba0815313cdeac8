import { type CustomerView, getCustomer } from '@lockstep/schema/api';
import { Link, useParams } from '@tanstack/react-router';
import { Merge, Split } from 'lucide-react';
import { useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Badge, Button, Card, Notice, Page, PageBody, SkeletonRows, Time } from '../../ui/index.ts';
import { ChooseDialog } from './ChooseDialog.tsx';
import { sharesWords, systemWords } from './customer-words.ts';
import { DecisionLog } from './DecisionLog.tsx';
import { FieldTable } from './FieldTable.tsx';
import { MergeDialog, type MergeWish } from './MergeDialog.tsx';

const REFRESH_MS = 5_000;

/** One golden record: what each system says of each field, who won and why, who may be the same, and what was decided. */
export function CustomerPage() {
  const { id } = useParams({ from: '/customers/$id' });
  const found = useCall(getCustomer, { params: { id } }, { refetchInterval: REFRESH_MS });
  const { firstName, lastName, company, email } = (found.data?.customer ?? {}) as Record<string, string | undefined>;
  const name = [firstName, lastName].filter(Boolean).join(' ') || company || email;
  return (
    <Page
      title={name ?? id}
      lead={
        <span className="flex items-center gap-1">
          <Link to="/customers" className="rounded text-accent-text hover:underline">
            Customers
          </Link>
          <span className="text-muted">· {id}</span>
        </span>
      }
    >
      <PageBody className="@container">
        <AnswerView query={found} what="The customer" loading={<SkeletonRows label="Loading the customer" />}>
          {(view) => <Shown view={view} />}
        </AnswerView>
      </PageBody>
    </Page>
  );
}

function Shown({ view }: { readonly view: CustomerView }) {
  const [choosing, setChoosing] = useState<CustomerView['fields'][number]>();
  const [wish, setWish] = useState<MergeWish>();
  if (view.mergedInto !== undefined) {
    return (
      <Notice kind="info">
        This record is part of{' '}
        <Link to="/customers/$id" params={{ id: view.mergedInto }} className="font-medium underline">
          {view.mergedInto}
        </Link>
        . It can be taken out again there.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <FieldTable view={view} onChoose={setChoosing} />
      <div className="grid grid-cols-1 items-start gap-4 @4xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Duplicates view={view} onWish={setWish} />
          <Mergers view={view} onWish={setWish} />
        </div>
        <DecisionLog log={view.log} />
      </div>
      {choosing !== undefined && <ChooseDialog id={view.id} field={choosing} onClose={() => setChoosing(undefined)} />}
      {wish !== undefined && <MergeDialog id={view.id} wish={wish} onClose={() => setWish(undefined)} />}
    </div>
  );
}

interface ListProps {
  readonly view: CustomerView;
  readonly onWish: (wish: MergeWish) => void;
}

function Duplicates({ view: { duplicates }, onWish }: ListProps) {
  return (
    <Card title="Possible duplicates">
      {duplicates.length === 0 && <p className="text-muted text-sm">No other record shares anything with it.</p>}
      <ul className="flex flex-col gap-3 text-sm">
        {duplicates.map(({ id, name, email, phone, shares, apart }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <div className="min-w-0">
              <Link to="/customers/$id" params={{ id }} className="rounded font-medium hover:underline">
                {name ?? email ?? phone ?? id}
              </Link>{' '}
              <span className="text-muted text-xs">{id}</span>
              <p className="truncate text-muted text-xs">Same {sharesWords(shares)}</p>
            </div>
            <span className="flex shrink-0 items-center gap-2">
              {apart && <Badge tone="plain">Somebody else</Badge>}
              <Button
                aria-label={`Merge ${id}`}
                size="sm"
                icon={<Merge size={14} />}
                onClick={() => onWish({ kind: 'merge', other: id })}
              >
                Merge
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Mergers({ view: { mergers }, onWish }: ListProps) {
  if (mergers.length === 0) return null;
  return (
    <Card title="Merged into it">
      <ul className="flex flex-col gap-3 text-sm">
        {mergers.map(({ id, at, sources }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <div className="min-w-0">
              <span className="font-medium">{id}</span>{' '}
              <span className="text-muted text-xs">
                <Time at={at} />
              </span>
              <p className="truncate text-muted text-xs">
                {sources.map((each) => `${systemWords(each.system)} ${each.id}`).join(', ')}
              </p>
            </div>
            <Button
              aria-label={`Take out ${id}`}
              size="sm"
              icon={<Split size={14} />}
              onClick={() => onWish({ kind: 'unmerge', other: id })}
            >
              Take out
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
