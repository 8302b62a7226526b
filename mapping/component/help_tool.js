/** The button on the map that opens help: the tour, where the page has one, and the Help page. */

import { el } from './elements.js';

const ASKED = 'know-your-patch:tour'; // the tour listens for it
const NAV = '[data-testid="stTopNavLink"][href$="/help"]';

const ICON =
  'M7.2 7.4a2.8 2.8 0 1 1 4.2 2.4c-1 .6-1.4 1-1.4 2.2M10 15v.6M10 2.2a7.8 7.8 0 1 0 .01 0';

/**
 * Return the tool, as `Toolbar.addTool` takes it.
 * @param {() => void} close
 * @returns {import('./types').Tool}
 */
export function helpTool(close) {
  const onclick = () => {
    close();
    document.dispatchEvent(new CustomEvent(ASKED));
  };
  const tour = el('button', { type: 'button', class: 'quiet', onclick }, 'Show me around');
  const page = el(
    'a',
    { href: 'help', onclick: goToHelp, style: 'color: inherit' },
    'How to read this, and what words mean',
  );
  const panel = el('div', {}, el('p', {}, tour), el('p', {}, page));
  const onOpen = () => {
    tour.hidden = !document.querySelector('.st-key-tour');
  };
  return { key: 'help', label: 'Help', icon: ICON, panel, onOpen };
}

/**
 * Go to the Help page as its link in the navigation does, so that the question travels along.
 * @param {Event} event
 */
function goToHelp(event) {
  const link = document.querySelector(NAV);
  if (!(link instanceof HTMLElement)) return;
  event.preventDefault();
  link.click();
}
