import { type CapabilityView, getCapability } from '@lockstep/schema/api';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useCall } from '../../api/index.ts';
import { AnswerView } from '../../parts/AnswerView.tsx';
import { Card, Page, PageBody, SkeletonRows, Time } from '../../ui/index.ts';
import { BindingForm } from './BindingForm.tsx';
import { BindingHistory } from './BindingHistory.tsx';
import { Comparison } from './Comparison.tsx';
import { CallerTable, OfferTable } from './OfferTable.tsx';

/** How often a comparison that goes on is looked at. */
const REFRESH_MS = 5_000;

/** One capability: its promise, who keeps it, who counts on it, and what a second system would have said. */
export function CapabilityPage() {
  const { capability } = useParams({ from: '/capabilities/$capability' });
  const found = useCall(getCapability, { params: { name: capability } }, { refetchInterval: REFRESH_MS });
  const { data } = found;
  return (
    <Page
      title={data?.title ?? capability}
      lead={
        <span className="flex items-center gap-1">
          <Link to="/capabilities" className="rounded text-accent-text hover:underline">
            Capabilities
          </Link>
          {data !== undefined && (
            <>
              <ChevronRight size={13} aria-hidden="true" className="text-faint" />
              {data.description}
            </>
          )}
        </span>
      }
    >
      <PageBody>
        <AnswerView query={found} what="The capability" loading={<SkeletonRows label="Loading the capability" />}>
          {(view) => <Parts view={view} />}
        </AnswerView>
      </PageBody>
    </Page>
  );
}

function Parts({ view }: { readonly view: CapabilityView }) {
  /** Version of the binding that the form begins from; the one in force when absent. */
  const [from, setFrom] = useState<number>();
  const shown = view.history.find(({ version }) => version === from) ?? view.binding;
  return (
    <div className="flex flex-col gap-4">
      <Facts view={view} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <div className="flex min-w-0 flex-col gap-4">
          <BindingForm
            key={`${view.binding?.version ?? 0} ${from ?? ''}`}
            view={view}
            begun={shown}
            onDone={() => setFrom(undefined)}
          />
          {view.shadow && <Comparison view={view} shadow={view.shadow} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <OfferTable view={view} />
          <CallerTable callers={view.callers} />
          <BindingHistory view={view} begun={shown?.version} onBegin={setFrom} />
        </div>
      </div>
    </div>
  );
}

function Facts({ view }: { readonly view: CapabilityView }) {
  const { input, output, key, errors, binding } = view;
  return (
    <Card>
      <dl aria-label="What it promises" className="flex flex-wrap gap-x-8 gap-y-3 text-sm">
        <Fact label="Request">
          <ContractLink contract={input} />
        </Fact>
        <Fact label="Answer">
          <ContractLink contract={output} />
        </Fact>
        <Fact label="Refusals">
          {errors.length === 0 ? (
            <span className="text-muted">None of its own</span>
          ) : (
            errors.map(({ code, meaning }) => (
              <span key={code} className="block">
                <code className="font-mono text-xs">{code}</code>{' '}
                <span className="font-normal text-muted">{meaning}</span>
              </span>
            ))
          )}
        </Fact>
        <Fact label="Split by">
          <code className="font-mono text-xs">{key}</code>
        </Fact>
        <Fact label="In force">
          {binding === undefined ? (
            'Nothing serves it'
          ) : (
            <>
              Binding {binding.version}{' '}
              <span className="font-normal text-muted">
                since <Time at={binding.at} />
              </span>
            </>
          )}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="tabular font-medium">{children}</dd>
    </div>
  );
}

function ContractLink({ contract }: { readonly contract: string }) {
  const [name = contract] = contract.split('@');
  return (
    <Link
      to="/contracts/$name"
      params={{ name }}
      className="rounded font-mono text-accent-text text-xs hover:underline"
    >
      {contract}
    </Link>
  );
}
