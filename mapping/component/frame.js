/**
 * The page around the drawing: the stage, what lies on it (find box, tools, zoom, legend, badge), and
 * messages.
 */

import { el, freshId, svg } from './elements.js';
import { LegendCard } from './legend_card.js';
import { icon, Toolbar } from './toolbar.js';

const KEYS =
  'Arrow keys move the map; plus and minus zoom. N and P step through the areas, from the largest gap, D and ' +
  'Shift+D through the doors in sight; Enter chooses; Escape clears.';

/** @typedef {ReturnType<typeof buildFrame>} Frame */

/**
 * Build the frame.
 * @param {{zoomIn: () => void, zoomOut: () => void, showAll: () => void}} actions
 */
export function buildFrame({ zoomIn, zoomOut, showAll }) {
  const keys = el('p', { id: freshId('keys'), class: 'unseen' }, KEYS);
  const canvas = el('div', {
    class: 'canvas',
    role: 'application',
    'aria-roledescription': 'map',
    'aria-describedby': keys.id,
  });
  const badge = el('p', { class: 'badge', hidden: true });
  const buttons = el(
    'div',
    { class: 'buttons', role: 'group', 'aria-label': 'Zoom' },
    iconButton('Zoom in', 'M10 4v12M4 10h12', zoomIn),
    iconButton('Zoom out', 'M4 10h12', zoomOut),
    iconButton('Show the whole area', 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4', showAll),
  );
  const tools = new Toolbar();
  const chosen = el('div', { class: 'chosen', hidden: true });
  const top = el('div', { class: 'top' });
  const heading = el('p', { class: 'map-heading', hidden: true });
  const on = [heading, top, tools.element, tools.panelHolder, buttons, badge, northArrow(), chosen];
  const stage = el('div', { class: 'stage' }, canvas, ...on);
  const legend = new LegendCard();
  const credits = el('p', { class: 'credits' });
  const live = el('p', { class: 'unseen', 'aria-live': 'polite' });
  const foot = el('div', {});
  const layout = el('div', { class: 'layout' }, stage, legend.element, credits);
  const root = el('div', { class: 'patch-map' }, layout, foot, keys, live);
  tellPrint(stage);
  return {
    ...{ root, canvas, badge, stage, chosen, top, heading, side: legend.body, credits, live, foot },
    covered: () => legend.covers(stage),
    coveredRight: () => tools.covers(stage),
    panelHolder: tools.panelHolder,
    addTool: tools.addTool.bind(tools),
    openTool: tools.openTool.bind(tools),
    closeTools: tools.closeTools.bind(tools),
  };
}

/** The room for a stage on one side of paper, beside the answer and above the legend, in pixels. */
const PAPER = { a4: [680, 290], a3: [1050, 620] };

/**
 * Tell the style how a stage is printed: as it stands on the screen, made to fit the paper. A print
 * lays a page out anew, and what is drawn on a canvas would not follow.
 * @param {HTMLElement} stage
 */
function tellPrint(stage) {
  const observer = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = stage;
    if (!width || !height || matchMedia('print').matches) return;
    stage.style.setProperty('--screen-width', `${width}px`);
    stage.style.setProperty('--screen-height', `${height}px`);
    for (const [paper, [across, down]] of Object.entries(PAPER)) {
      const scale = Math.min(across / width, down / height);
      stage.style.setProperty(`--print-${paper}`, scale.toFixed(3));
    }
  });
  observer.observe(stage);
}

/** @param {string} name @param {string} path @param {() => void} onclick */
function iconButton(name, path, onclick) {
  return el('button', { type: 'button', 'aria-label': name, title: name, onclick }, icon(path));
}

function northArrow() {
  const picture = {
    class: 'north',
    viewBox: '0 0 20 30',
    width: 20,
    height: 30,
    role: 'img',
    'aria-label': 'North is up',
  };
  const letter = { x: 10, y: 28, 'text-anchor': 'middle', 'font-size': 11, 'font-weight': 600 };
  const arrow = svg('path', { d: 'M10 1 L15 15 L10 12 L5 15 Z' });
  return svg('svg', picture, svg('title', {}, 'North is up'), arrow, svg('text', letter, 'N'));
}

/**
 * Show that something could not be fetched, with a way to try again.
 * @param {HTMLElement} stage
 * @param {string} words
 * @param {() => void} onRetry
 */
export function showProblem(stage, words, onRetry) {
  hideProblem(stage);
  const again = el('button', { type: 'button', class: 'quiet', onclick: onRetry }, 'Try again');
  const title = el('strong', {}, 'The map could not be drawn.');
  stage.append(el('div', { class: 'problem', role: 'alert' }, title, el('p', {}, words), again));
}

/** @param {HTMLElement} stage */
export function hideProblem(stage) {
  stage.querySelector('.problem')?.remove();
}

/**
 * Whether an element stands on a dark ground, by the theme or by forced colours.
 * @param {HTMLElement} element
 */
export function isDark(element) {
  const ground = getComputedStyle(element).backgroundColor;
  const parts = ground.match(/[\d.]+/g)?.map(Number) ?? [];
  const [r, g, b] = parts;
  return parts.length >= 3 && 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}

/**
 * Fetch the styles into the component's own tree, and wait for them: sizes depend on them.
 * @param {ParentNode} parent
 * @param {string[]} addresses
 */
export function addStyles(parent, addresses) {
  const links = addresses.map((href) => el('link', { rel: 'stylesheet', href }));
  /** @param {HTMLLinkElement} link */
  const settled = (link) =>
    new Promise((resolve) => {
      link.onload = resolve;
      link.onerror = resolve;
    });
  const loaded = Promise.all(links.map(settled));
  parent.append(...links);
  return { links, loaded };
}
