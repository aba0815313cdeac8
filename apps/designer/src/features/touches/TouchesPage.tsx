import { listTouches, type Touch } from '@lockstep/schema/api';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Hand } from 'lucide-react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { TOUCH_WORDS } from '../../parts/touch-words.ts';
import { Button, Card, EmptyState, Page, PageBody, Select, SkeletonRows, Table, Td, Th, Time } from '../../ui/index.ts';

const SHOWN = 100;
const KINDS = [
  { value: 'all', label: 'All kinds' },
  ...Object.entries(TOUCH_WORDS).map(([value, label]) => ({ value, label })),
];

/** The list behind the number: each thing a person did by hand, newest first. */
export function TouchesPage() {
  const search = useSearch({ from: '/touches' });
  const navigate = useNavigate({ from: '/touches' });
  const { what, from, before } = search;
  const touches = useCall(listTouches, { query: { limit: SHOWN, what, from, before } });
  const isNarrowed = what !== undefined || from !== undefined || before !== undefined;
  return (
    <Page
      title="Manual touches"
      lead="What people did by hand: each retry, mended message, answer and change of shared data."
      actions={
        <>
          {isNarrowed && (
            <Button kind="quiet" onClick={() => void navigate({ search: {} })}>
              Show all
            </Button>
          )}
          <Select
            label="Kind"
            value={what ?? 'all'}
            options={KINDS}
            onChange={(value) =>
              void navigate({ search: { from, ...(value !== 'all' && { what: value as Touch['what'] }) } })
            }
          />
        </>
      }
    >
      <PageBody>
        <Card flush>
          <AnswerView query={touches} what="Touches" loading={<SkeletonRows label="Loading touches" />}>
            {(value) =>
              value.touches.length === 0 ? (
                <EmptyState icon={<Hand size={20} />} title="Nobody had to step in">
                  Retries, mended messages, answers and changes of tables and golden records appear here.
                </EmptyState>
              ) : (
                <>
                  <TouchTable touches={value.touches} />
                  {value.next !== undefined && (
                    <div className="flex justify-center border-t p-3">
                      <Button onClick={() => void navigate({ search: { ...search, before: value.next } })}>
                        Older
                      </Button>
                    </div>
                  )}
                </>
              )
            }
          </AnswerView>
        </Card>
      </PageBody>
    </Page>
  );
}

function TouchTable({ touches }: { readonly touches: readonly Touch[] }) {
  return (
    <Table label="Manual touches">
      <thead>
        <tr>
          <Th>What</Th>
          <Th>About</Th>
          <Th className="w-40">By</Th>
          <Th className="w-36">When</Th>
        </tr>
      </thead>
      <tbody>
        {touches.map((touch) => (
          <tr key={`${touch.what} ${touch.at} ${touch.runId ?? touch.about}`} className="hover:bg-hover/60">
            <Td className="truncate font-medium">{TOUCH_WORDS[touch.what]}</Td>
            <Td className="truncate">
              <About touch={touch} />
            </Td>
            <Td className="truncate text-muted">{touch.by === '' ? 'Unknown' : touch.by}</Td>
            <Td className="text-muted">
              <Time at={touch.at} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const LINK = 'rounded text-accent-text hover:underline';

function About({ touch: { what, runId, flowId, flowName, about } }: { readonly touch: Touch }) {
  if (runId !== undefined) {
    return (
      <Link to="/runs/$runId" params={{ runId }} className={LINK}>
        Run of {flowName ?? flowId}
      </Link>
    );
  }
  if (about === undefined) return null;
  if (what === 'table') {
    return (
      <Link to="/tables/$table" params={{ table: about }} className={LINK}>
        Table {about}
      </Link>
    );
  }
  if (what === 'customer') {
    return (
      <Link to="/customers/$id" params={{ id: about }} className={LINK}>
        Customer {about}
      </Link>
    );
  }
  return (
    <Link to="/topics/$topic" params={{ topic: about }} className={LINK}>
      Topic {about}
    </Link>
  );
}
