type Attributes = Record<string, string | boolean | undefined>;

/** Makes an element; attributes that are false or undefined are left out. Texts are texts: nothing is parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(attribute, value === true ? '' : value);
    }
  }

  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A drawing of 24 by 24 that says nothing to a screen reader. */
export function icon(path: string): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('focusable', 'false');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

export const FLAG = 'M5 21V4m0 0c5-3 9 3 14 0v10c-5 3-9-3-14 0';
export const CROSS = 'M6 6l12 12M18 6L6 18';
export const TICK = 'M5 12.5l4.5 4.5L19 7.5';
export const CLOCK = 'M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0';
