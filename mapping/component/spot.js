/** A spot picked on the picture of a map: by pointer, or by a cross that the arrow keys move. */

import { el } from './elements.js';

/** @typedef {[number, number]} Point latitude and longitude, or two shares of a picture */

const STEP = 0.02; // of the picture, for each press of an arrow
const FINE = 0.004; // with Shift
const ARROWS = new Map(
  /** @type {[string, Point][]} */ ([
    ['ArrowLeft', [-1, 0]],
    ['ArrowRight', [1, 0]],
    ['ArrowUp', [0, -1]],
    ['ArrowDown', [0, 1]],
  ]),
);

/**
 * Read where the corners of a picture lie: north-west, north-east, south-west, south-east.
 * @param {string | undefined} text "52.7,0.1 52.7,0.2 52.6,0.1 52.6,0.2"
 * @returns {Point[] | null}
 */
export function readCorners(text) {
  const corners = (text ?? '')
    .trim()
    .split(/\s+/u)
    .map((each) => each.split(',').map(Number));
  const isWhole = corners.length === 4 && corners.every((each) => each.length === 2);
  if (!isWhole || corners.flat().some((value) => !Number.isFinite(value))) return null;
  return /** @type {Point[]} */ (corners);
}

/**
 * Return where a share of a picture lies on the ground, as a note keeps it.
 * @param {Point[]} corners
 * @param {number} across from its left edge, 0 to 1
 * @param {number} down from its top edge, 0 to 1
 */
export function spotAt(corners, across, down) {
  const between = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ by) =>
    a + (b - a) * by;
  const [nw, ne, sw, se] = /** @type {[Point, Point, Point, Point]} */ (corners);
  const at = [0, 1].map((k) =>
    between(
      between(nw[k] ?? 0, ne[k] ?? 0, across),
      between(sw[k] ?? 0, se[k] ?? 0, across),
      down,
    ).toFixed(5),
  );
  return at.join(',');
}

/** @param {number} value */
const within = (value) => Math.min(Math.max(value, 0), 1);

/**
 * Have a spot picked on a picture of a map.
 * @param {Document} page
 * @param {HTMLElement} map its picture, which says its corners
 * @returns {Promise<string | null>} null where nothing was picked
 */
export function pickSpot(page, map) {
  const corners = readCorners(map.dataset.corners);
  const dialog = /** @type {HTMLDialogElement | null} */ (page.querySelector('dialog.spot'));
  if (!corners || !dialog) return Promise.resolve(null);
  const at = { across: 0.5, down: 0.5 };
  const cross = el('span', { class: 'cross', 'aria-hidden': 'true' });
  const said = el('p', { class: 'unseen', role: 'status' });
  const picture = /** @type {HTMLElement} */ (map.cloneNode(true));
  picture.removeAttribute('class');
  const ground = el(
    'div',
    {
      class: 'spots',
      tabindex: 0,
      role: 'application',
      'aria-label': 'Map with a cross: move it with the arrow keys',
      'aria-describedby': 'spot-how',
    },
    picture,
    cross,
  );
  const put = (/** @type {number} */ across, /** @type {number} */ down) => {
    at.across = within(across);
    at.down = within(down);
    cross.style.left = `${at.across * 100}%`;
    cross.style.top = `${at.down * 100}%`;
    said.textContent = `Cross at ${spotAt(corners, at.across, at.down)}`;
  };
  return new Promise((resolve) => {
    const end = (/** @type {string} */ value) => {
      dialog.returnValue = value;
      dialog.close(value);
    };
    ground.addEventListener('click', (event) => {
      const box = picture.getBoundingClientRect();
      put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    });
    ground.addEventListener('keydown', (event) => {
      const by = ARROWS.get(event.key);
      if (event.key === 'Enter') {
        event.preventDefault(); // the key is not for what has the keyboard next
        end('spot');
      }
      if (!by) return;
      event.preventDefault();
      const size = event.shiftKey ? FINE : STEP;
      put(at.across + by[0] * size, at.down + by[1] * size);
    });
    const button = /** @type {HTMLElement} */ (dialog.querySelector('[data-choose]'));
    button.onclick = () => end('spot');
    dialog.addEventListener(
      'close',
      () => {
        const isPicked = dialog.returnValue === 'spot';
        dialog.returnValue = '';
        resolve(isPicked ? spotAt(corners, at.across, at.down) : null);
      },
      { once: true },
    );
    dialog.querySelector('.ground')?.replaceChildren(ground, said);
    put(0.5, 0.5);
    dialog.showModal();
    ground.focus();
  });
}
