/**
 * A picture drawn from SVG text, in the colours of the page.
 *
 * The text is read, not run: only drawing elements and attributes are copied, words as text.
 */

const DRAWN = new Set(['svg', 'g', 'path', 'circle', 'line', 'polyline', 'text', 'title']);
const KEPT = new Set([
  'class',
  'viewBox',
  'role',
  'aria-label',
  'd',
  'cx',
  'cy',
  'r',
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'points',
  'text-anchor',
]);
const SVG = 'http://www.w3.org/2000/svg';

/** @param {Node} source @returns {Node|null} */
function copy(source) {
  if (source instanceof Text) return document.createTextNode(source.data);
  if (!(source instanceof Element) || !DRAWN.has(source.localName)) return null;
  const element = document.createElementNS(SVG, source.localName);
  for (const { name, value } of source.attributes)
    if (KEPT.has(name)) element.setAttribute(name, value);
  element.append(...[...source.childNodes].flatMap((child) => copy(child) ?? []));
  return element;
}

/** @param {import('./types').Component<{svg: string}>} component */
export default function show({ data, parentElement }) {
  const read = new DOMParser().parseFromString(data.svg, 'image/svg+xml');
  const picture = copy(read.documentElement);
  parentElement.querySelector('.picture-root')?.replaceChildren(...(picture ? [picture] : []));
}
