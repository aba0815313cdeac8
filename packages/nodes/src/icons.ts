/** Lucide icons the node and connection types use. A type may only use one of these, so the designer can bundle just them. */
export const ICONS = [
  'boxes',
  'building-2',
  'calendar-clock',
  'file-code-2',
  'funnel',
  'globe',
  'list-plus',
  'octagon-x',
  'package-check',
  'play',
  'receipt-text',
  'reply',
  'scroll-text',
  'shield-check',
  'shopping-bag',
  'split',
  'webhook',
] as const;
export type IconName = (typeof ICONS)[number];
