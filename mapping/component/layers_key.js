/**
 * What a layer looks like, on its line of the list: its colours, its line or its symbols.
 *
 * @typedef {import('./types').LayerBody} LayerBody
 * @typedef {import('./types').Laid} Laid
 */

import { markPath, symbolPath } from './canvas.js';
import { el, svg } from './elements.js';
import { sentence } from './words.js';

/**
 * Draw what a layer looks like: its colours, its line or its symbols.
 * @param {LayerBody} body
 * @param {Laid} laid
 * @param {number} mark
 * @returns {Node[]}
 */
export function legendOf(
  { fill, line, outline, points, said_by_people: said },
  { look, isDark },
  mark,
) {
  const at = isDark ? 1 : 0;
  if (fill) {
    const scale = look.scales[fill.colourBy]?.[at] ?? [];
    const known = fill.legend.classes.filter(([code]) => scale[code]);
    return known.map(([code, label]) =>
      el('span', { class: 'chip', style: `background:${scale[code]}`, title: sentence(label) }),
    );
  }
  if (line) return [strokeOf(1.1 * line.width, line.dash)];
  if (outline) return [strokeOf(2.8, outline.dash)];
  if (said) return [el('span', { class: 'note-bubble', 'aria-hidden': 'true' }, '1')];
  const kinds = new Map((points ?? []).map((point) => [point.kind, point]));
  const colours = look.doors[at];
  return [...kinds].slice(0, 8).map(([kind, { shape, colour = 0 }]) => {
    const own = colours[colour % colours.length];
    const path = svg('path', { d: symbolPath(shape, mark ? 4 : 6), fill: own, stroke: own });
    const line = {
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 0.4,
      transform: 'scale(4)',
    };
    const around = mark ? svg('path', { d: markPath(mark), ...line }) : null;
    const picture = { viewBox: '-9 -9 18 18', width: 16, height: 16, 'aria-hidden': 'true' };
    return svg('svg', picture, svg('title', {}, sentence(kind)), path, around);
  });
}

/** @param {number} width @param {number[]} dash */
function strokeOf(width, dash) {
  const style = { 'stroke-width': width, 'stroke-dasharray': dash.join(' ') || null };
  const path = svg('path', { d: 'M0 9h40', fill: 'none', stroke: 'currentColor', ...style });
  return svg('svg', { viewBox: '0 0 40 18', width: 40, height: 18, 'aria-hidden': 'true' }, path);
}
