/** The ways from elsewhere on a page to what it is about: its map and its answer. */

/** Told to the container of an answer that is folded, so that it opens. */
export const UNFOLD = 'kyp-unfold';

/** Take the person to the map that the page shows. */
export function goToMap() {
  const host = document.querySelector('[data-kyp-map]');
  const canvas = /** @type {HTMLElement|null|undefined} */ (
    host?.shadowRoot?.querySelector('.canvas')
  );
  goTo(canvas);
}

/** Take the person to the page's answer; where it has none, to its heading. */
export function goToAnswer() {
  const answer = document.querySelector('.kyp-answer');
  answer?.closest('[data-answer="folded"]')?.dispatchEvent(new Event(UNFOLD));
  goTo(/** @type {HTMLElement|null} */ (answer ?? document.querySelector('h1')));
}

/** @param {HTMLElement|null|undefined} target */
function goTo(target) {
  if (!target) return;
  if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '-1');
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'start' });
}
