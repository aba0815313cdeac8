export { Badge } from './Badge.tsx';
export { Button, buttonClass, IconButton } from './Button.tsx';
export { Checkbox } from './Checkbox.tsx';
export { ConfirmDialog } from './ConfirmDialog.tsx';
export { CopyButton } from './CopyButton.tsx';
export { Dialog } from './Dialog.tsx';
export { Field, type FieldControlProps } from './Field.tsx';
export { formatAbsolute, formatBytes, formatClock, formatCount, formatDuration, formatRelative } from './format.ts';
export { Input, SearchInput, Textarea } from './Input.tsx';
export { JsonTree } from './JsonTree.tsx';
export { Kbd } from './Kbd.tsx';
export { lazyPart, whenIdle } from './lazy-part.ts';
export { Menu, type MenuEntry } from './Menu.tsx';
export { Card, Page, PageBody, useTitle } from './Page.tsx';
export { Progress } from './Progress.tsx';
export { quiet } from './quiet.ts';
export { Segmented } from './Segmented.tsx';
export { Select, type SelectOption } from './Select.tsx';
export { Skeleton, SkeletonRows } from './Skeleton.tsx';
export { Slider } from './Slider.tsx';
export { Spinner } from './Spinner.tsx';
export { Splitter } from './Splitter.tsx';
export { EmptyState, ErrorState, Notice } from './States.tsx';
export {
  STATUS,
  StatusBadge,
  StatusIcon,
  type StatusTone,
  TONE_FILL,
  TONE_SOFT,
  TONE_TEXT,
} from './Status.tsx';
export { Switch } from './Switch.tsx';
export { RowGap, Table, Td, Th } from './Table.tsx';
export { type Tab, Tabs } from './Tabs.tsx';
export { Time, useNow } from './Time.tsx';
export { Tooltip, TooltipProvider } from './Tooltip.tsx';
export { toast, useToasts } from './toast.ts';
