import { Boxes, Building2, Globe, type LucideIcon, Plug, ShoppingBag } from 'lucide-react';

const ICON: Readonly<Record<string, LucideIcon>> = {
  boxes: Boxes,
  'building-2': Building2,
  globe: Globe,
  'shopping-bag': ShoppingBag,
};

/** The picture of a connection type, by the icon name its data gives. */
export function SystemIcon({ name }: { readonly name: string | undefined }) {
  const Icon = ICON[name ?? ''] ?? Plug;
  return (
    <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
      <Icon size={17} />
    </span>
  );
}
