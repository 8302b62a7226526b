/** What people write elsewhere, asked for now and then while the page is seen. */

const EVERY_MS = 15_000;

/**
 * Call at once when the page is seen again, and now and then while it is.
 * @param {() => void} hear
 * @returns {() => void} ends it
 */
export function whileSeen(hear) {
  const look = () => {
    if (!document.hidden) hear();
  };
  const timer = /** @type {any} */ (setInterval(look, EVERY_MS));
  timer.unref?.(); // where there is no page, it holds nothing up
  document.addEventListener('visibilitychange', look);
  window.addEventListener('focus', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('focus', look);
  };
}
