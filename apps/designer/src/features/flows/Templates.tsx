import { samples, starterPack } from '@lockstep/nodes/samples';
import type { Flow } from '@lockstep/schema/graph';
import { ArrowRight, FileUp, Plus } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../ui/index.ts';
import { systemsOf } from './systems-of.ts';

const LIST = new Intl.ListFormat('en');

export interface TemplatesProps {
  readonly onBlank: () => void;
  readonly onImport: () => void;
  readonly onChoose: (template: Flow) => void;
}

/** What a workspace without flows offers: an empty canvas, a file, or a flow that works to begin with. */
export function Templates({ onBlank, onImport, onChoose }: TemplatesProps) {
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-8 px-6 py-10">
      <div className="flex flex-col items-center gap-1 text-center">
        <h2 className="font-semibold text-lg">Draw the first flow</h2>
        <p className="max-w-lg text-muted text-sm">
          A flow receives a message, checks and maps it, and calls the systems that must know. Nothing runs before you
          publish it.
        </p>
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          <Button kind="primary" icon={<Plus size={15} />} onClick={onBlank}>
            Blank flow
          </Button>
          <Button icon={<FileUp size={15} />} onClick={onImport}>
            Import a file
          </Button>
        </div>
      </div>
      <Group
        title="Starter pack"
        lead="Where most friction is: orders, stock and returns, each with its tests."
        templates={starterPack}
        onChoose={onChoose}
      />
      <Group
        title="Or begin with another flow that works"
        templates={samples.filter((one) => !starterPack.includes(one))}
        onChoose={onChoose}
      />
    </div>
  );
}

interface GroupProps extends Pick<TemplatesProps, 'onChoose'> {
  readonly title: string;
  readonly lead?: string;
  readonly templates: readonly Flow[];
}

function Group({ title, lead, templates, onChoose }: GroupProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="font-medium text-muted text-sm">
        {title}
      </h3>
      {lead !== undefined && <p className="text-muted text-xs">{lead}</p>}
      <ul className="mt-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {templates.map((template) => (
          <li key={template.id} className="flex">
            <Template template={template} onChoose={() => onChoose(template)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Template({ template, onChoose }: { readonly template: Flow; readonly onChoose: () => void }) {
  const { name, nodes, settings } = template;
  const systems = systemsOf(template);
  return (
    <button
      type="button"
      onClick={onChoose}
      className="group flex w-full flex-col gap-1 rounded-xl border bg-surface p-4 text-left hover:border-line-strong hover:bg-hover active:bg-pressed"
    >
      <span className="flex w-full items-center gap-2 font-semibold text-sm">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <ArrowRight size={14} aria-hidden="true" className="text-faint group-hover:text-text" />
      </span>
      <span className="text-muted text-sm">{settings.description}</span>
      <span className="mt-auto pt-2 text-muted text-xs">
        {nodes.length} steps{systems.length === 0 ? ', needs no system' : `, connects ${LIST.format(systems)}`}
      </span>
    </button>
  );
}
