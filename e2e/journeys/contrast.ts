import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { injectAxe, linesOf } from './accessibility.ts';

/**
 * What of the text on the page is too pale, as axe measures it: a line for each rule, with the markup it means.
 *
 * What axe measures is most of what a look at a page costs, and every screen has the same menu, the same buttons and many like
 * rows. So text that passed is not measured where other text looked the same before: the same colour, size and weight, on the same
 * surfaces, from its own to that of the page, and those above and beneath it. Nor is what axe cannot decide
 * (a gradient, something in front), which it cannot there either. Of what fails, one of each look is told, on each
 * page that has it.
 *
 * @param passed how text looked that did not fail; what does not fail now is added
 * @param exclude CSS selectors of what is not looked at
 */
export async function paleText(page: Page, passed: Set<string>, exclude: readonly string[] = []): Promise<string[]> {
  await injectAxe(page);
  const { now, violations } = await page.evaluate(measure, { known: [...passed], exclude: [...exclude] });
  for (const look of now) passed.add(look);
  return linesOf(violations);
}

/** Runs in the page: axe on the text that looks like nothing that is known. */
async function measure({ known, exclude }: { readonly known: readonly string[]; readonly exclude: readonly string[] }) {
  const MARK = 'data-unmeasured';
  const here = window as unknown as { readonly axe: typeof axe };
  const styles = new Map<Element, CSSStyleDeclaration>();
  const surfaces = new Map<Element, string>();
  const styleOf = (element: Element) => {
    const style = styles.get(element) ?? getComputedStyle(element);
    styles.set(element, style);
    return style;
  };
  /** What an element adds to the ground of its text; nothing when it is clear. */
  const surfaceOf = (element: Element) => {
    let surface = surfaces.get(element);
    if (surface === undefined) {
      const { backgroundColor, backgroundImage, filter, mixBlendMode, opacity } = styleOf(element);
      surface = [backgroundColor, backgroundImage, filter, mixBlendMode, opacity].join();
      if (surface === 'rgba(0, 0, 0, 0),none,none,normal,1') surface = '';
      surfaces.set(element, surface);
    }
    return surface;
  };
  const grounds = new Map<Element, string>();
  const groundOf = (element: Element): string => {
    let ground = grounds.get(element);
    if (ground === undefined) {
      const behind = element.parentElement ? groundOf(element.parentElement) : '';
      const surface = surfaceOf(element);
      ground = surface === '' ? behind : `${surface}/${behind}`;
      grounds.set(element, ground);
    }
    return ground;
  };
  /** What else lies where the middle of the text is. */
  const heapOf = (element: Element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    return painted
      .filter(({ box }) => box.left <= left && left <= box.right && box.top <= top && top <= box.bottom)
      .filter(({ element: each }) => !each.contains(element))
      .map(({ element: each }) => surfaceOf(each))
      .join('');
  };
  const lookOf = (element: Element) => {
    const { color, fontSize, fontWeight, textShadow } = styleOf(element);
    return [color, fontSize, fontWeight, textShadow, groundOf(element), heapOf(element)].join('|');
  };
  const hasText = (element: Element) =>
    element.matches('input, select, textarea') ||
    [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim());

  const old = new Set(known);
  const left = new Set(exclude.flatMap((selector) => [...document.querySelectorAll(`:is(${selector}) *`)]));
  const elements = [...document.body.querySelectorAll('*')].filter((element) => !left.has(element));
  const painted = elements
    .filter((element) => surfaceOf(element) !== '')
    .map((element) => ({ element, box: element.getBoundingClientRect() }));
  const looks = new Map<string, Element[]>();
  for (const element of elements) {
    if (!hasText(element)) continue;
    const look = lookOf(element);
    if (!old.has(look)) looks.set(look, [...(looks.get(look) ?? []), element]);
  }
  here.axe.configure({ rules: [{ id: 'color-contrast', selector: `[${MARK}]` }] });
  const now: string[] = [];
  const wrong: { readonly id: string; readonly markup: readonly string[] }[] = [];
  const measureThese = async (some: readonly Element[]) => {
    if (some.length === 0) return;
    for (const element of some) element.setAttribute(MARK, '');
    const { violations, passes, incomplete } = await here.axe.run(
      { exclude: exclude.map((selector) => [selector]) },
      { runOnly: ['color-contrast'], resultTypes: ['violations', 'passes', 'incomplete'], elementRef: true },
    );
    for (const element of some) element.removeAttribute(MARK);
    const measured = new Set([...violations, ...passes, ...incomplete].flatMap(({ nodes }) => nodes).map(elementOf));
    const failed = new Set(violations.flatMap(({ nodes }) => nodes).map(elementOf));
    for (const [look, alike] of looks) {
      if (!alike.some((element) => measured.has(element))) continue;
      looks.delete(look);
      if (!alike.some((element) => failed.has(element))) now.push(look);
    }
    wrong.push(...violations.map(({ id, nodes }) => ({ id, markup: nodes.map(({ html }) => html) })));
  };
  const elementOf = ({ element }: axe.NodeResult) => element as Element | undefined;
  await measureThese([...looks.values()].flatMap(([first]) => first ?? []));
  // Where axe passes over the first one, for nobody sees it, another may be seen.
  await measureThese([...looks.values()].flatMap(([, ...more]) => more));
  return { now, violations: wrong };
}
