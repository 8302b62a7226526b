/** Where the keyboard is in a list that is drawn anew: it stays with the person. */

/**
 * Return where the keyboard is, by a name that outlives a new drawing.
 * @param {HTMLElement} root
 */
export function focused(root) {
  const page = /** @type {Document|ShadowRoot} */ (root.getRootNode());
  const now = page.activeElement;
  if (!(now instanceof HTMLElement) || !root.contains(now)) return null;
  const isText = 'selectionStart' in now;
  const text = /** @type {HTMLInputElement} */ (now);
  return {
    name: now.dataset.name ?? '',
    from: isText ? text.selectionStart : null,
    to: isText ? text.selectionEnd : null,
  };
}

/**
 * @param {HTMLElement} root
 * @param {{name: string, from: number|null, to: number|null}|null} focus
 */
export function goBackTo(root, focus) {
  if (!focus?.name) return;
  const all = [...root.querySelectorAll('[data-name]')];
  const named = /** @type {HTMLElement[]} */ (all);
  const found =
    named.find(({ dataset }) => dataset.name === focus.name) ??
    named.find(({ dataset }) => dataset.name === 'answer|undo') ?? // what it was on was removed
    named[0];
  found?.focus({ preventScroll: found.dataset.name === focus.name });
  if (focus.from !== null && found && 'setSelectionRange' in found)
    /** @type {HTMLInputElement} */ (found).setSelectionRange(focus.from, focus.to);
}
