/**
 * Small makers of elements. Text only ever goes in as text: there is no way here to pass markup,
 * because names come from files that anyone may have written.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on*` functions become listeners; null is left out
 * @param {...(Node|string|null)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * Make an element of a drawing.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string|null)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let made = 0;

/**
 * Give an id that nothing else in the page has.
 * @param {string} stem
 * @returns {string}
 */
export function freshId(stem) {
  made += 1;
  return `know-your-patch-${stem}-${made}`;
}

/** Whether the person has asked for less motion. */
export const stillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
