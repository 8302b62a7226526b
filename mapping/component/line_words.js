/** What the screen of a meeting says of its line to the server, and of the notes that wait for it. */

import { sentence } from './words.js';

/**
 * @typedef {object} Line
 * @property {boolean} isDown
 * @property {string} why it is down, where the server said so
 * @property {string} trouble what the server says is wrong while the line holds
 * @property {number} waiting how many notes are not kept yet
 * @property {string} stuck why one of them cannot be kept, where the server said so
 * @property {boolean} isTried whether what waits was sent once already
 * @property {boolean} isKept whether this browser keeps what waits
 */

/** Return the words; "" where there is nothing to say. @param {Line} line */
export function lineWords({ isDown, why, trouble, waiting, stuck, isTried, isKept }) {
  if (!isDown && !trouble && !stuck && !(waiting && isTried)) return '';
  const notes = waiting === 1 ? '1 note waits here' : `${waiting} notes wait here`;
  const later = isDown && !stuck ? ' and will be sent when the line is back' : '';
  return [
    isDown ? sentence(why) || 'The line is down.' : sentence(trouble),
    waiting ? `${notes}${later}.` : '',
    isDown ? '' : sentence(stuck),
    waiting && !isKept ? 'Keep this page open: this browser keeps nothing.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
