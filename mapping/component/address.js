/**
 * Words of the page's address that the browser itself keeps, such as where a map is looked at.
 *
 * They change without a run of the page. Streamlit writes an address anew, as Python knows it, with
 * `pushState`; what is kept here is put back into it, on the page that it was kept on and no other.
 */

/** @type {Map<string, string|null>} null: a word that does not stand in the address */
const words = new Map();
let page = ''; // the path of the page that they are of
/** @type {((...given: any[]) => void)|null} */
let push = null; // the browser's own

/**
 * Keep a word in the address of the page that is open.
 * @param {string} name
 * @param {string|null} value safe in an address as it is; null takes the word out of it
 */
export function keepWord(name, value) {
  stand();
  if (page !== location.pathname) words.clear();
  page = location.pathname;
  words.set(name, value);
  const now = location.pathname + location.search + location.hash;
  const wanted = withWords(now);
  if (wanted !== now) window.history.replaceState(window.history.state, '', wanted);
}

/**
 * Let go of a word, which stays in the address as it is.
 * @param {string} name
 */
export function forgetWord(name) {
  words.delete(name);
}

/**
 * Return an address with the words that are kept, if it is of the page that they are of.
 * @param {string} address
 */
function withWords(address) {
  const { pathname, search, hash } = new URL(address, location.href);
  if (pathname !== page || !words.size) return address;
  const others = search
    .slice(1)
    .split('&')
    .filter((part) => part && !words.has(decodeURIComponent(part.split('=')[0])));
  const own = [...words].flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  const all = [...others, ...own].join('&');
  return pathname + (all ? `?${all}` : '') + hash;
}

/** Stand between whoever writes an address and the browser; once. */
function stand() {
  if (push) return;
  const { history } = window;
  const own = history.pushState.bind(history);
  push = own;
  history.pushState = (state, unused, address) =>
    own(state, unused, address == null ? address : withWords(String(address)));
}
