/**
 * Takes the person to the page's answer once there is a new one to read: what they asked for is
 * said there, wherever on the page they asked.
 */

import { goToAnswer } from './reaching.js';

/** @type {WeakMap<Node, string>} what each answer was about that was last read */
const read = new WeakMap();

/** @param {import('./types').Component<{of: string|null}>} component */
export default function show({ data, parentElement }) {
  if (data.of === null) return; // it is still worked out
  const before = read.get(parentElement);
  read.set(parentElement, data.of);
  if (before !== undefined && before !== data.of) requestAnimationFrame(goToAnswer);
}
