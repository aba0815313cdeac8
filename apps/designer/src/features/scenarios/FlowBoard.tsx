import { listScenarios, runScenarios, type Scenario, type ScenarioFlow } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import { Check, CircleDashed, Play, X } from 'lucide-react';
import { useSend } from '../../api/index.ts';
import { Badge, Button, Card, formatDuration, IconButton, Table, Td, Th, Time, toast } from '../../ui/index.ts';
import { CoverageBars } from './CoverageBars.tsx';

/** The scenarios of one flow: how they did, and what they went through. */
export function FlowBoard({ flow }: { readonly flow: ScenarioFlow }) {
  const { flowId, name, scenarios, coverage } = flow;
  const { send, pending } = useSend(runScenarios, [listScenarios]);
  const run = async (only?: string): Promise<void> => {
    const answer = await send({ params: { flowId }, body: only === undefined ? {} : { only } });
    if (!answer.ok)
      return toast({ kind: 'failed', title: 'Not run', detail: answer.problem.detail ?? answer.problem.title });
    const shown = answer.value.scenarios.filter(({ id }) => only === undefined || id === only);
    const bad = shown.filter(({ last }) => last?.ok === false).length;
    toast(
      bad === 0
        ? { kind: 'ok', title: `${name}: ${shown.length === 1 ? 'passed' : `all ${shown.length} passed`}` }
        : { kind: 'failed', title: `${name}: ${bad} of ${shown.length} failed` },
    );
  };
  return (
    <Card flush>
      <div className="flex items-center gap-3 border-b px-4 py-2.5">
        <h2 className="min-w-0 truncate font-semibold text-base">
          <Link to="/flows/$flowId" params={{ flowId }} className="rounded hover:underline">
            {name}
          </Link>
        </h2>
        <Verdict scenarios={scenarios} />
        <Button
          size="sm"
          className="ml-auto"
          icon={<Play size={13} />}
          busy={pending}
          onClick={() => void run()}
          aria-label={`Run the scenarios of ${name}`}
        >
          Run all
        </Button>
      </div>
      <Table label={`Scenarios of ${name}`}>
        <thead>
          <tr>
            <Th>Scenario</Th>
            <Th className="w-28">Result</Th>
            <Th className="w-32">Last run</Th>
            <Th className="w-24 text-right!">Took</Th>
            <Th className="w-28 text-right!">Unsteady</Th>
            <Th className="w-14">
              <span className="sr-only">Run</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {scenarios.map((scenario) => (
            <ScenarioRow key={scenario.id} scenario={scenario} pending={pending} onRun={() => void run(scenario.id)} />
          ))}
        </tbody>
      </Table>
      {coverage !== undefined && (
        <div className="border-t">
          <CoverageBars coverage={coverage} />
        </div>
      )}
    </Card>
  );
}

function Verdict({ scenarios }: Pick<ScenarioFlow, 'scenarios'>) {
  const failed = scenarios.filter(({ last }) => last?.ok === false).length;
  const open = scenarios.filter(({ last }) => last === undefined || last.stale).length;
  if (failed > 0) return <Badge tone="failed">{failed} failed</Badge>;
  if (open > 0) return <Badge tone="waiting">{open} to run</Badge>;
  return <Badge tone="ok">all passed</Badge>;
}

interface ScenarioRowProps {
  readonly scenario: Scenario;
  readonly pending: boolean;
  readonly onRun: () => void;
}

function ScenarioRow({ scenario, pending, onRun }: ScenarioRowProps) {
  const { name, expects, last, runs, odd } = scenario;
  return (
    <tr>
      <Td>
        <span className="block truncate font-medium">{name}</span>
        {last?.problem !== undefined && (
          <span className="block whitespace-normal text-failed text-xs">{last.problem}</span>
        )}
        {!expects && <span className="block text-muted text-xs">Expects nothing: only shows that nothing breaks.</span>}
      </Td>
      <Td>
        <Result last={last} />
      </Td>
      <Td className="text-muted">{last === undefined ? '–' : <Time at={last.at} />}</Td>
      <Td className="tabular text-right!">{last === undefined ? '–' : formatDuration(last.durationMs)}</Td>
      <Td className="tabular text-right!">
        {runs < 2 ? '–' : odd === 0 ? 'never' : <span className="text-waiting">{`${odd} of ${runs}`}</span>}
      </Td>
      <Td>
        <IconButton size="sm" label={`Run “${name}”`} icon={<Play size={13} />} disabled={pending} onClick={onRun} />
      </Td>
    </tr>
  );
}

function Result({ last }: Pick<Scenario, 'last'>) {
  if (last === undefined)
    return (
      <span className="flex items-center gap-1.5 text-muted">
        <CircleDashed size={14} aria-hidden="true" /> Not run
      </span>
    );
  const Icon = last.ok ? Check : X;
  return (
    <span className={last.ok ? 'text-ok' : 'text-failed'}>
      <span className="flex items-center gap-1.5 font-medium">
        <Icon size={14} strokeWidth={2.5} aria-hidden="true" /> {last.ok ? 'Passed' : 'Failed'}
      </span>
      {last.stale && <span className="block text-muted text-xs">an older draft</span>}
    </span>
  );
}
