/**
 * The first stops of the keyboard on every page: to the answer, and to the map where there is one.
 * They stand before all else in the document, whatever Streamlit puts into it.
 *
 * @typedef {import('./types').SkipData} Data
 */

import { el } from './elements.js';
import { goToAnswer, goToMap } from './reaching.js';

const NAME = 'kyp-skip';

/** @param {string} words @param {string} about @param {() => void} go */
function link(words, about, go) {
  const onclick = (/** @type {Event} */ event) => {
    event.preventDefault();
    go();
  };
  return el('a', { href: `#${about}`, class: `${NAME}-${about}`, onclick }, words);
}

/** @param {import('./types').Component<Data>} component */
export default function show({ data }) {
  const links = [
    link(data.to_answer, 'answer', goToAnswer),
    link(data.to_map, 'map', goToMap), // hidden by the style where no map is drawn
  ];
  const skip = document.querySelector(`nav.${NAME}`) ?? el('nav', { class: NAME });
  skip.setAttribute('aria-label', data.label);
  const has = skip.contains(document.activeElement);
  if (!has) skip.replaceChildren(...links);
  if (document.body.firstElementChild !== skip) document.body.prepend(skip);
}
