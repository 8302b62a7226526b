/** Figures in words, the way the pages and documents say them. */

const EXACT_UP_TO = 100; // larger estimates are said to the nearest ten

/** @param {number} count @returns {string} */
export const whole = (count) => count.toLocaleString('en-GB');

/**
 * Say a figure in a sentence or a note: "about 420", "63%", "12 minutes", "not known".
 * @param {{kind: string, standing: string}} figure
 * @param {number|null} value
 * @returns {string}
 */
export function said(figure, value) {
  if (value === null) return 'not known';
  if (figure.kind === 'pct') return `${value}%`;
  if (figure.kind === 'min') return `${whole(value)} min`;
  if (figure.kind === 'decile') return `${value}`;
  if (figure.standing === 'published' || value <= EXACT_UP_TO) return whole(value);
  return `about ${whole(Math.round(value / 10) * 10)}`;
}

const UNITS = { pct: '%', min: 'minutes', decile: '1 to 10', count: 'number' };

/**
 * Say what a figure counts in, of when, and how sure: "%, mid-2020, estimated".
 * @param {{kind: string, standing: string, period: string}} figure
 * @param {boolean} [withUnit]
 * @returns {string}
 */
export function footing(figure, withUnit = false) {
  const standing = figure.standing === 'published' ? '' : figure.standing;
  return [withUnit ? UNITS[figure.kind] : '', figure.period, standing].filter(Boolean).join(', ');
}

const BEHIND = {
  gap: ['decile', 'within_pct', 'gap_children'],
  need: ['decile', 'children'],
  reach: ['within_pct', 'minutes', 'children'],
  none: ['children'],
};

/**
 * Pick the figures behind the colours.
 * @param {Array<{key: string}>} figures
 * @param {string} colourBy
 */
export function figuresBehind(figures, colourBy) {
  const keys = BEHIND[colourBy] ?? BEHIND.gap;
  return figures.filter((figure) => keys.includes(figure.key));
}

/**
 * Give the order in which areas are stepped through: the largest gap first.
 * @param {Array<{key: string, values: Array<number|null>}>} figures
 * @param {number} count how many areas there are
 * @returns {number[]} places of the areas in the pack
 */
export function byGap(figures, count) {
  const gap = figures.find((figure) => figure.key === 'gap_children')?.values ?? [];
  const order = Array.from({ length: count }, (_, index) => index);
  return order.sort((a, b) => (gap[b] ?? -1) - (gap[a] ?? -1) || a - b);
}
