import type { CustomerFieldView, CustomerView } from '@lockstep/schema/api';
import { Crown, Pencil } from 'lucide-react';
import { Badge, Card, IconButton, Table, Td, Th, Time } from '../../ui/index.ts';
import { fieldWords, reasonWords, systemWords, valueText } from './customer-words.ts';

interface FieldTableProps {
  readonly view: CustomerView;
  readonly onChoose: (field: CustomerFieldView) => void;
}

/** Sources side by side: what is golden, why, and what each system has. */
export function FieldTable({ view: { fields, sources }, onChoose }: FieldTableProps) {
  return (
    <Card flush>
      <div className="overflow-x-auto">
        <Table label="Fields">
          <thead>
            <tr>
              <Th className="w-36">Field</Th>
              <Th className="min-w-44">Golden</Th>
              <Th className="min-w-48">Why</Th>
              {sources.map(({ system, id }) => (
                <Th key={`${system} ${id}`} className="min-w-40">
                  <span className="block">{systemWords(system)}</span>
                  <span className="block max-w-40 truncate font-normal text-2xs text-muted" title={id}>
                    {id}
                  </span>
                </Th>
              ))}
              <Th className="w-12">
                <span className="sr-only">Choose</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.field} className="align-top">
                <Td className="text-muted">{fieldWords(field.field)}</Td>
                <Td className="font-medium [overflow-wrap:anywhere]">{valueText(field.value)}</Td>
                <Td>
                  {field.reason === 'undecided' && <Badge tone="waiting">To decide</Badge>}{' '}
                  <span className="text-muted text-xs">{reasonWords(field)}</span>
                </Td>
                {sources.map((source) => (
                  <SourceCell key={`${source.system} ${source.id}`} source={source} field={field} />
                ))}
                <Td>
                  {field.field !== 'consents' && (
                    <IconButton
                      size="sm"
                      label={`Choose ${fieldWords(field.field).toLowerCase()}`}
                      icon={<Pencil size={14} />}
                      onClick={() => onChoose(field)}
                    />
                  )}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Card>
  );
}

interface SourceCellProps {
  readonly source: CustomerView['sources'][number];
  readonly field: CustomerFieldView;
}

function SourceCell({ source, field }: SourceCellProps) {
  const has = source.values.find((each) => each.field === field.field);
  const isWinner = field.winner?.system === source.system && field.winner.id === source.id;
  const said = field.candidates.find(({ system, id }) => system === source.system && id === source.id);
  const isShown = JSON.stringify(said?.value) === JSON.stringify(has?.holds);
  // What it has is not golden, and what was written there is.
  const isOnItsWay = has?.agrees === true && valueText(has.holds) !== valueText(field.value);
  const isBlocked = source.blocked.includes(field.field);
  if (!has && !isBlocked) {
    return (
      <Td>
        <span className="text-faint">–</span>
      </Td>
    );
  }
  return (
    <Td>
      <span className="flex items-start gap-1 [overflow-wrap:anywhere]">
        {isWinner && (
          <>
            <Crown size={13} aria-hidden="true" className="mt-0.5 shrink-0 text-accent-text" />
            <span className="sr-only">Wins: </span>
          </>
        )}
        <span className={has?.agrees && !isOnItsWay ? '' : 'text-muted line-through decoration-faint'}>
          {valueText(has?.holds)}
        </span>
      </span>
      <span className="mt-0.5 flex flex-wrap items-center gap-1 text-muted text-xs">
        {said && isShown && (
          <>
            edited <Time at={said.since} />
          </>
        )}
        {isOnItsWay && <Badge tone="running">On its way</Badge>}
        {isBlocked && <Badge tone="failed">No consent</Badge>}
      </span>
    </Td>
  );
}
