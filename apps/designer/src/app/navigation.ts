import {
  ChartNoAxesCombined,
  CircleAlert,
  FileCheck2,
  FlaskConical,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  PackageSearch,
  Plug,
  PlugZap,
  RadioTower,
  Rocket,
  Store,
  TableProperties,
  UserCheck,
  UsersRound,
  Variable,
  Workflow,
} from 'lucide-react';

export interface Destination {
  readonly to:
    | '/'
    | '/dash'
    | '/flows'
    | '/runs'
    | '/cases'
    | '/customers'
    | '/exceptions'
    | '/approvals'
    | '/scenarios'
    | '/topics'
    | '/capabilities'
    | '/contracts'
    | '/tables'
    | '/variables'
    | '/connections'
    | '/promotion'
    | '/estate';
  readonly label: string;
  /** What one finds there, for the command palette. */
  readonly hint: string;
  readonly icon: LucideIcon;
}

/** The screens of the rail, in its order. */
export const DESTINATIONS: readonly Destination[] = [
  { to: '/', label: 'Overview', hint: 'The last 24 hours at a glance', icon: LayoutDashboard },
  {
    to: '/dash',
    label: 'Boards',
    hint: 'Orders, promises, stock and systems in pictures',
    icon: ChartNoAxesCombined,
  },
  { to: '/flows', label: 'Flows', hint: 'Draw, publish and manage flows', icon: Workflow },
  { to: '/runs', label: 'Runs', hint: 'Every message and what became of it', icon: ListChecks },
  { to: '/cases', label: 'Cases', hint: 'Orders, returns and shipments across all flows', icon: PackageSearch },
  { to: '/customers', label: 'Customers', hint: 'Golden records: who says what, and who is right', icon: UsersRound },
  { to: '/exceptions', label: 'Exceptions', hint: 'Runs that need a person', icon: CircleAlert },
  { to: '/approvals', label: 'Approvals', hint: 'Runs that wait for an answer', icon: UserCheck },
  { to: '/scenarios', label: 'Scenarios', hint: 'Tests of flows: results, and what nobody tried', icon: FlaskConical },
  { to: '/topics', label: 'Topics', hint: 'Events that are kept, who reads them, replays', icon: RadioTower },
  { to: '/capabilities', label: 'Capabilities', hint: 'Which flow serves what, shares and comparisons', icon: Plug },
  { to: '/contracts', label: 'Contracts', hint: 'What data looks like, by version, and who uses it', icon: FileCheck2 },
  { to: '/tables', label: 'Tables', hint: 'Codes of several systems, and those nobody knows', icon: TableProperties },
  { to: '/variables', label: 'Variables', hint: 'Values of this environment that flows read by name', icon: Variable },
  { to: '/connections', label: 'Connections', hint: 'Systems and credentials', icon: PlugZap },
  { to: '/promotion', label: 'Promotion', hint: 'Bring published flows to another environment', icon: Rocket },
  { to: '/estate', label: 'Estate', hint: 'The simulated retailer and its faults', icon: Store },
];
