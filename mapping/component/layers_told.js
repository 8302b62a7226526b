// Passes on to the page which layers a person has laid on its map, which has drawn them by itself. The page
// then runs no more than what says it in words.

/** @param {import('./types').Component<null>} component */
export default function hear({ setTriggerValue }) {
  /** @param {Event} event */
  const tell = (event) =>
    setTriggerValue('layers', /** @type {CustomEvent<string>} */ (event).detail);
  window.addEventListener('know-your-patch-layers', tell);
  return () => window.removeEventListener('know-your-patch-layers', tell);
}
