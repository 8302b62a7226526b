/**
 * Figures in words, the same words as the pages and documents use (`layers/said/numbers.py`).
 *
 * @typedef {import('./types').Constants} Constants
 * @typedef {import('./types').Figure} Figure
 */

/** @param {number} count @returns {string} the count with its thousands marked: "1,310" */
export const whole = (count) => roundHalfUp(count).toLocaleString('en-GB');

/**
 * Round halves up; what two orders of adding up leave apart, far behind the point, is no difference.
 * @param {number} value
 */
const roundHalfUp = (value) => Math.floor(Number(value.toFixed(9)) + 0.5);

/**
 * Whether a count or share is none: what is left over far behind the point is nobody.
 * @param {number} value
 */
const isNone = (value) => Number(value.toFixed(9)) === 0;

/**
 * Round an estimate as it is said: exact while small, else to the nearest ten.
 * @param {number} count
 * @param {Constants} constants
 */
function nearest(count, { exactUpTo, roundTo }) {
  return count > exactUpTo ? roundHalfUp(count / roundTo) * roundTo : roundHalfUp(count);
}

/**
 * Describe an estimated count: "about 420"; "none" for none.
 * @param {number|null} count
 * @param {Constants} constants
 */
export function about(count, constants) {
  if (count === null) return constants.notKnown;
  const rounded = nearest(count, constants);
  if (rounded === 0) return isNone(count) ? 'none' : 'fewer than 1';
  return `about ${whole(rounded)}`;
}

/**
 * Describe a share (0 to 1) as a whole per cent; only none is "0%" and only all is "100%".
 * @param {number|null} share
 * @param {Constants} constants
 */
export function percent(share, constants) {
  if (share === null) return constants.notKnown;
  const rounded = roundHalfUp(share * 100);
  if (rounded === 0 && !isNone(share)) return 'less than 1%';
  if (rounded === 100 && share < 1) return 'over 99%';
  return `${rounded}%`;
}

/**
 * Describe a time in whole minutes: "12 minutes".
 * @param {number|null} value
 * @param {Constants} constants
 */
export function minutes(value, constants) {
  if (value === null) return constants.notKnown;
  const count = roundHalfUp(value);
  return count === 1 ? '1 minute' : `${whole(count)} minutes`;
}

/**
 * Describe one value of a figure: "about 420", "63%", "12 minutes", "not known".
 * @param {{kind: string, standing: string}} figure
 * @param {number|null} value
 * @param {Constants} constants
 * @returns {string}
 */
export function said(figure, value, constants) {
  if (value === null) return constants.notKnown;
  if (figure.kind === 'pct') return percent(value / 100, constants);
  if (figure.kind === 'min') return minutes(value, constants);
  if (figure.kind === 'decile') return `${value}`;
  return figure.standing === 'published' ? whole(value) : about(value, constants);
}

/**
 * Describe a figure of one area: in its own words, where it has them.
 * @param {Figure} figure
 * @param {number} index
 * @param {Constants} constants
 */
export const saidOf = (figure, index, constants) =>
  figure.said?.[index] || said(figure, figure.values[index], constants);

/** @type {Record<string, string>} */
const UNITS = { pct: '%', min: 'minutes', decile: '1 to 10', count: 'number', figure: '' };

/**
 * Describe a figure's unit, period and standing: "%, mid-2020, estimated".
 * @param {Figure} figure
 * @param {boolean} [withUnit]
 * @returns {string}
 */
export function footing(figure, withUnit = false) {
  const standing = figure.standing === 'published' ? '' : figure.standing;
  return [withUnit ? UNITS[figure.kind] || figure.unit : '', figure.period, standing]
    .filter(Boolean)
    .join(', ');
}

/** @type {Record<string, string[]>} */
const BEHIND = {
  gap: ['decile', 'high_need_children', 'within_pct', 'gap_children'],
  need: ['decile', 'high_need_children', 'children'],
  reach: ['within_pct', 'minutes', 'children'],
  none: ['children'],
  indicator: ['value', 'numerator', 'denominator'],
  amount: ['value', 'numerator', 'denominator'],
};

/**
 * Pick the figures behind the colours.
 * @param {Figure[]} figures
 * @param {string} colourBy
 */
export function figuresBehind(figures, colourBy) {
  const keys = BEHIND[colourBy] ?? BEHIND.gap;
  const behind = figures.filter((figure) => keys.includes(figure.key));
  return behind.length ? behind : figures; // an indicator has figures of its own
}

/**
 * Return the order in which areas are stepped through: the largest gap first.
 * @param {Array<{key: string, values: Array<number|null>}>} figures
 * @param {number} count how many areas there are
 * @returns {number[]} places of the areas in the pack
 */
export function byGap(figures, count) {
  const gap = figures.find((figure) => figure.key === 'gap_children')?.values ?? [];
  const order = Array.from({ length: count }, (_, index) => index);
  return order.sort((a, b) => (gap[b] ?? -1) - (gap[a] ?? -1) || a - b);
}

/**
 * Open a line with a capital.
 * @param {string} words
 */
export const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);
