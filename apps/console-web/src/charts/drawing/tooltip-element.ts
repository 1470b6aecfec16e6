import type { Tooltip } from './tooltip-rows';
import classes from './chart.module.css';

export interface TooltipText {
  readonly unfinished: string;
  readonly more: (count: number) => string;
  readonly inkOf: (key: string) => string;
}

/** Made of elements and not of text: names of games come from outside, and the page's policy allows no styles in text. */
export function tooltipElement(tooltip: Tooltip, { unfinished, more, inkOf }: TooltipText): HTMLElement {
  const box = element('div', classes['tooltip']);
  box.append(element('div', classes['tooltipTitle'], tooltip.title));
  if (!tooltip.isFinished) box.append(element('div', classes['tooltipNote'], unfinished));
  const table = element('div', classes['tooltipRows']);
  for (const { key, name, value, earlier } of tooltip.rows) {
    const swatch = element('span', classes['swatch']);
    swatch.style.background = inkOf(key);
    table.append(
      swatch,
      element('span', classes['tooltipName'], name),
      element('span', classes['tooltipValue'], value),
    );
    if (earlier !== undefined) {
      table.append(element('span', classes['tooltipEarlier'], `${tooltip.earlierTitle}: ${earlier}`));
    }
  }
  box.append(table);
  if (tooltip.leftOut > 0) box.append(element('div', classes['tooltipNote'], more(tooltip.leftOut)));
  return box;
}

function element<Tag extends 'div' | 'span'>(tag: Tag, className: string | undefined, text?: string) {
  const made = document.createElement(tag);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
