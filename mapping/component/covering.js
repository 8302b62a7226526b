/**
 * What another part of the page lays over a map, as the tour its card: it tells of it by an event of
 * the page, so that nothing is written beneath.
 */

export const COVERED = 'know-your-patch:covered';

/**
 * Tell the maps of the page what is covered, in pixels of the window; null, nothing.
 * @param {DOMRect|null} box
 */
export function tellCovered(box) {
  document.dispatchEvent(new CustomEvent(COVERED, { detail: box }));
}
