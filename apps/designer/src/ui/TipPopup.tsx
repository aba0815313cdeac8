import { Tooltip as Base } from '@base-ui/react/tooltip';
import { Kbd } from './Kbd.tsx';
import { hideTip, type Tip } from './tips.ts';

/** The tooltip itself, beside its anchor. */
export function TipPopup({ tip }: { readonly tip: Tip }) {
  return (
    <Base.Root open onOpenChange={(open) => !open && hideTip()}>
      <Base.Portal>
        <Base.Positioner anchor={tip.anchor} side={tip.side} sideOffset={6} className="pointer-events-none z-50">
          <Base.Popup className="pop flex max-w-xs items-center gap-2 rounded-md bg-raised px-2 py-1 text-text text-xs shadow-pop">
            {tip.label}
            {tip.shortcut !== undefined && <Kbd>{tip.shortcut}</Kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
