import type { CompatibilityView } from '@lockstep/schema/api';
import { compatibilityText } from '@lockstep/schema/contracts';
import { Badge } from '../../ui/index.ts';
import { CLASS_WORDS } from './contract-words.ts';

interface ReasonsProps {
  readonly compatibility: CompatibilityView;
  /** The newer version. */
  readonly after: string;
}

/** How a version stands to the one before it, and why, place by place. */
export function Reasons({ compatibility, after }: ReasonsProps) {
  const { class: kind, against, backward, forward } = compatibility;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={CLASS_WORDS[kind].tone}>{CLASS_WORDS[kind].label}</Badge>
        <span className="text-muted">{compatibilityText(kind, { before: against, after })}</span>
      </p>
      <ReasonList title={`Messages of ${against} may be refused by ${after}`} reasons={backward} />
      <ReasonList title={`Messages of ${after} may be refused by those who know ${against}`} reasons={forward} />
    </div>
  );
}

/** Reasons that are shown at once; the others are counted. */
const SHOWN = 12;

function ReasonList({ title, reasons }: { readonly title: string; readonly reasons: CompatibilityView['backward'] }) {
  if (reasons.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="font-medium text-xs">{title}</h3>
      <ul className="mt-1 flex flex-col gap-0.5">
        {reasons.slice(0, SHOWN).map(({ path, rule }) => (
          <li key={`${path} ${rule}`} className="text-sm">
            <code className="font-mono text-xs">{path === '' ? 'the whole' : path}</code>{' '}
            <span className="text-muted">{rule}</span>
          </li>
        ))}
      </ul>
      {reasons.length > SHOWN && <p className="text-muted text-xs">And {reasons.length - SHOWN} more.</p>}
    </section>
  );
}
