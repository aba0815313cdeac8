import type { NodeUi } from '@lockstep/schema/node';
import {
  Archive,
  ArchiveRestore,
  ArrowRightLeft,
  Ban,
  Banknote,
  BellRing,
  Box,
  Boxes,
  Braces,
  BriefcaseBusiness,
  Building2,
  CalendarClock,
  ChartColumn,
  CircleCheckBig,
  Cloud,
  CloudDownload,
  CloudUpload,
  CodeXml,
  CornerDownLeft,
  CreditCard,
  Database,
  DatabaseBackup,
  DatabaseZap,
  Factory,
  FileCheck,
  FileCode2,
  FileDown,
  FileInput,
  FileOutput,
  FilePlus,
  Files,
  FileUp,
  FolderInput,
  FolderOutput,
  FolderSearch,
  FolderSync,
  Funnel,
  Gift,
  Globe,
  Headset,
  Inbox,
  Landmark,
  Layers,
  Link,
  ListPlus,
  LogIn,
  type LucideIcon,
  Mail,
  Milestone,
  OctagonX,
  PackageCheck,
  PackageOpen,
  PackageSearch,
  PackageX,
  Pencil,
  Percent,
  Play,
  Plug,
  Rabbit,
  RadioTower,
  ReceiptText,
  Repeat2,
  Reply,
  RotateCw,
  Rss,
  Ruler,
  ScrollText,
  Send,
  ShieldCheck,
  Ship,
  ShoppingBag,
  Split,
  Store,
  Table2,
  Timer,
  Trash2,
  Truck,
  Undo2,
  UserCheck,
  Waypoints,
  Webhook,
  Workflow,
} from 'lucide-react';

/** Icons the catalogue uses, bundled one by one; a test fails when a type asks for another. */
const ICONS: Readonly<Record<string, LucideIcon>> = {
  archive: Archive,
  'archive-restore': ArchiveRestore,
  'arrow-right-left': ArrowRightLeft,
  ban: Ban,
  banknote: Banknote,
  'bell-ring': BellRing,
  boxes: Boxes,
  'briefcase-business': BriefcaseBusiness,
  braces: Braces,
  'building-2': Building2,
  'calendar-clock': CalendarClock,
  'circle-check-big': CircleCheckBig,
  'chart-column': ChartColumn,
  cloud: Cloud,
  'cloud-download': CloudDownload,
  'cloud-upload': CloudUpload,
  'code-xml': CodeXml,
  'corner-down-left': CornerDownLeft,
  'credit-card': CreditCard,
  factory: Factory,
  database: Database,
  'database-backup': DatabaseBackup,
  'database-zap': DatabaseZap,
  rabbit: Rabbit,
  waypoints: Waypoints,
  rss: Rss,
  mail: Mail,
  'file-check': FileCheck,
  'file-code-2': FileCode2,
  'file-down': FileDown,
  'file-input': FileInput,
  'file-output': FileOutput,
  'file-plus': FilePlus,
  'file-up': FileUp,
  files: Files,
  'folder-input': FolderInput,
  'folder-output': FolderOutput,
  'folder-search': FolderSearch,
  'folder-sync': FolderSync,
  funnel: Funnel,
  gift: Gift,
  globe: Globe,
  headset: Headset,
  'list-plus': ListPlus,
  'log-in': LogIn,
  milestone: Milestone,
  'octagon-x': OctagonX,
  'package-check': PackageCheck,
  'package-open': PackageOpen,
  'package-search': PackageSearch,
  'package-x': PackageX,
  pencil: Pencil,
  percent: Percent,
  play: Play,
  plug: Plug,
  'receipt-text': ReceiptText,
  'repeat-2': Repeat2,
  reply: Reply,
  'rotate-cw': RotateCw,
  ruler: Ruler,
  'scroll-text': ScrollText,
  'shield-check': ShieldCheck,
  ship: Ship,
  'shopping-bag': ShoppingBag,
  split: Split,
  store: Store,
  'table-2': Table2,
  inbox: Inbox,
  landmark: Landmark,
  layers: Layers,
  'radio-tower': RadioTower,
  link: Link,
  send: Send,
  timer: Timer,
  'trash-2': Trash2,
  truck: Truck,
  'undo-2': Undo2,
  'user-check': UserCheck,
  webhook: Webhook,
  workflow: Workflow,
};

/** Icon of a node type by its Lucide name; a box for what this designer does not know. */
export function iconFor(name: string | undefined): LucideIcon {
  return ICONS[name ?? ''] ?? Box;
}

export function hasIcon(name: string): boolean {
  return name in ICONS;
}

/** Tint of the icon tile, as a CSS variable of `canvas.css`. */
export function tintFor(group: NodeUi['group'] | undefined): string {
  switch (group) {
    case 'Start':
    case 'Reply':
      return 'tint-door';
    case 'Data':
    case 'Formats':
      return 'tint-data';
    case 'Route':
    case 'Wait':
      return 'tint-route';
    case 'Systems':
    case 'Files':
    case 'ERP':
    case 'Warehouse':
    case 'Commerce':
    case 'Payments':
    case 'Shipping':
    case 'Tax':
    case 'Analytics':
    case 'CRM':
      return 'tint-system';
    default:
      return 'tint-plain';
  }
}
