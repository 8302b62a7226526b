/** Opens another address in this window, once: what a person has just asked for. */

/** @type {WeakMap<Node, string>} what was opened from here */
const gone = new WeakMap();

/** @param {import('./types').Component<{to: string, of: string}>} component */
export default function show({ data, parentElement }) {
  if (!data.to || gone.get(parentElement) === data.of) return;
  gone.set(parentElement, data.of);
  location.assign(data.to);
}
