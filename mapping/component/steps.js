// One action of a person is one step of the browser’s history. Streamlit writes a page’s address anew
// each time that a word of it changes, with a step for every word; what is no first word of an action,
// or what the page writes of itself, takes the place of the step that there is. Asked for by the page
// itself, before any other script.
//
// It also tells Streamlit where its server is: of a page it would ask below the page’s own address
// first, and be refused twice.
(() => {
  const script = /** @type {HTMLScriptElement|null} */ (document.currentScript);
  if (script?.src) {
    const BACKEND_BASE_URL = new URL('../..', script.src).href; // above drawing/<edition>/steps.js
    Object.assign(window, { __streamlit: { BACKEND_BASE_URL } });
  }
})();
(() => {
  const { history, location } = window;
  const own = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  // What a map keeps in the address as it is looked at and its layers are switched: no step by itself.
  const KEPT = ['at', 'layers'];
  let hasActed = false; // since the last step

  /** @param {string} address */
  const meaning = (address) => {
    const { pathname, search } = new URL(address, location.href);
    const words = new URLSearchParams(search);
    for (const name of KEPT) words.delete(name);
    words.sort();
    return `${pathname}?${words}`;
  };

  history.pushState = (state, unused, address) => {
    const to = address == null ? location.href : String(address);
    const isElsewhere = new URL(to, location.href).pathname !== location.pathname;
    const isStep = (hasActed || isElsewhere) && meaning(to) !== meaning(location.href);
    if (isStep) hasActed = false;
    (isStep ? own : replace)(state, unused, address);
  };
  const act = () => {
    hasActed = true;
  };
  // A field within a component tells the window of its “input”, but not of its “change”.
  for (const each of ['click', 'input', 'change', 'submit', 'drop', 'keydown']) {
    window.addEventListener(each, act, { capture: true });
  }
  // A step back is no action that the page answers with a step of its own.
  window.addEventListener('popstate', () => {
    hasActed = false;
  });
})();
