import { mergeProps } from '@base-ui/react/merge-props';
import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
} from 'react';
import { lazyPart } from './lazy-part.ts';
import { hideTip, planTip, type Tip, useTip } from './tips.ts';

export interface TooltipProps {
  readonly label: ReactNode;
  readonly shortcut?: string;
  readonly side?: Tip['side'];
  /** The one element described; it must take props. */
  readonly children: ReactElement;
}

/** A short hint on hover and focus, and where a finger taps what is no button. Never the only place where something is said: the trigger has its own name. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  const described = useRef<Element>(undefined);
  useEffect(() => () => described.current && hideTip(described.current), []);
  const plan = (anchor: Element) => {
    described.current = anchor;
    planTip({ anchor, label, shortcut, side });
  };
  const leave = ({ currentTarget }: { readonly currentTarget: Element }) => hideTip(currentTarget);
  /** A finger rests on nothing: it taps what does nothing by itself, and the next tap takes the hint away. */
  const tap = ({ nativeEvent, currentTarget }: MouseEvent) => {
    const isTouch = 'pointerType' in nativeEvent && nativeEvent.pointerType === 'touch';
    if (!isTouch || currentTarget.matches('a, button, input, [role]')) return;
    plan(currentTarget);
    addEventListener('pointerdown', () => hideTip(currentTarget), { once: true, capture: true });
  };
  const handlers = {
    onClick: tap,
    onPointerEnter: ({ pointerType, currentTarget }: PointerEvent) => pointerType !== 'touch' && plan(currentTarget),
    onPointerLeave: leave,
    onPointerDown: leave,
    onFocus: ({ currentTarget }: FocusEvent) => currentTarget.matches(':focus-visible') && plan(currentTarget),
    onBlur: leave,
  };
  return cloneElement(children, mergeProps<'button'>(children.props as object, handlers));
}

const TipPopup = lazyPart(async () => (await import('./TipPopup.tsx')).TipPopup);

/** Once around the app: draws the one tooltip that is shown. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  const tip = useTip((state) => state.tip);
  return (
    <>
      {children}
      {tip !== undefined && (
        <Suspense>
          <TipPopup tip={tip} />
        </Suspense>
      )}
    </>
  );
}
