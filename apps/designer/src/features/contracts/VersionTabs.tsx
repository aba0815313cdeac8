import type { ContractPage, ContractView } from '@lockstep/schema/api';
import { declarationFile } from '@lockstep/schema/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Card, CopyButton, JsonTree, Tabs } from '../../ui/index.ts';
import { FieldTable } from './FieldTable.tsx';
import { LogList } from './LogList.tsx';
import { UsageList } from './UsageList.tsx';
import { VersionList } from './VersionList.tsx';

interface VersionTabsProps {
  readonly contract: ContractPage;
  readonly view: ContractView;
}

/** What there is to see of a version, and of its contract. */
export function VersionTabs({ contract, view }: VersionTabsProps) {
  const search = useSearch({ from: '/contracts/$name' });
  const navigate = useNavigate({ from: '/contracts/$name' });
  const { name } = contract;
  return (
    <Card flush>
      <Tabs
        label="About this contract"
        value={search.tab ?? 'fields'}
        onChange={(tab) => void navigate({ search: { ...search, tab }, replace: true })}
        tabs={[
          { id: 'fields', label: 'Fields', content: <FieldTable schema={view.schema} /> },
          { id: 'examples', label: 'Examples', content: <Examples view={view} /> },
          { id: 'types', label: 'TypeScript', content: <Types view={view} /> },
          { id: 'schema', label: 'JSON Schema', content: <SchemaText view={view} /> },
          { id: 'versions', label: 'Versions', content: <VersionList contract={contract} /> },
          { id: 'usage', label: 'Used by', content: <UsageList name={name} /> },
          { id: 'log', label: 'History', content: <LogList entries={contract.log} /> },
        ]}
      />
    </Card>
  );
}

function Examples({ view: { examples } }: { readonly view: ContractView }) {
  if (examples.length === 0) return <p className="px-4 py-6 text-center text-muted text-sm">It has no example.</p>;
  return (
    <div className="flex flex-col gap-4 p-4">
      {examples.map(({ name, value }) => (
        <section key={name} aria-label={name}>
          <div className="mb-1 flex items-center gap-2">
            <h2 className="font-medium text-sm">{name}</h2>
            <CopyButton text={() => JSON.stringify(value, null, 2)} label={`Copy ${name}`} />
          </div>
          <div className="rounded-lg border">
            <JsonTree root="message" value={value} label={name} fitPx={420} />
          </div>
        </section>
      ))}
    </div>
  );
}

function Types({ view }: { readonly view: ContractView }) {
  const text = useMemo(() => declarationFile(view), [view]);
  const { name, version } = view;
  return (
    <Source text={text} what="TypeScript types">
      <a
        className="rounded text-accent-text text-xs hover:underline"
        href={`/api/contracts/${name}/versions/${version}/types.d.ts`}
      >
        types.d.ts
      </a>
    </Source>
  );
}

function SchemaText({ view: { schema } }: { readonly view: ContractView }) {
  const text = useMemo(() => JSON.stringify(schema, null, 2), [schema]);
  return <Source text={text} what="JSON Schema" />;
}

interface SourceProps {
  readonly text: string;
  readonly what: string;
  readonly children?: React.ReactNode;
}

function Source({ text, what, children }: SourceProps) {
  return (
    <div className="relative">
      <div className="absolute top-2 right-3 flex items-center gap-2 rounded-md bg-surface px-1">
        {children}
        <CopyButton text={text} label={`Copy ${what}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section tabIndex={0} aria-label={what} className="max-h-[36rem] overflow-auto">
        <pre className="p-4 font-mono text-xs leading-relaxed">{text}</pre>
      </section>
    </div>
  );
}
