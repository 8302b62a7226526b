/** Small habits of the person at this screen, kept while the tab is open; of no other use. */

const PREFIX = 'know-your-patch-';

/**
 * Return what was kept under a name, or nothing: a browser may be told to keep nothing.
 * @param {string} name
 */
export function kept(name) {
  try {
    return sessionStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function keep(name, value) {
  try {
    sessionStorage.setItem(PREFIX + name, value);
  } catch {
    // It is as it always was the next time.
  }
}
