/**
 * Small makers of elements. Text only ever goes in as text: there is no way here to pass markup,
 * because names come from files that anyone may have written.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Record<string, unknown>} Attributes `on*` functions become listeners; null is left out */
/** @typedef {Node | string | null | undefined} Child */

/**
 * Make an element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * Make an element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * @template {Element} Made
 * @param {Made} element
 * @param {Attributes} attributes
 * @param {Child[]} children
 * @returns {Made}
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let made = 0;

/**
 * Return an id that nothing else in the page has.
 * @param {string} stem
 */
export function freshId(stem) {
  made += 1;
  return `know-your-patch-${stem}-${made}`;
}

/** Whether the person has asked for less motion. */
export const stillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
