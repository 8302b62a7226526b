/**
 * The tools on the map: a row of buttons, and the one place where what belongs to them is shown.
 *
 * @typedef {import('./types').Tool} Tool
 */

import { el, freshId, svg } from './elements.js';

const BAR = 46; // pixels, as map.css: of the bar of pages, over what is scrolled
const MOST_COVERED = 0.6; // of the stage, by a panel beside the map
/** The order of the buttons, whoever adds one first; one that is not named here comes last. */
const ORDER = ['layers', 'draw', 'measure', 'within', 'download', 'help'];
const CONTROLS = 'button, input, select, textarea, summary, [href], [tabindex="0"]';

/** The buttons and the holder of their panels; at most one is open. */
export class Toolbar {
  constructor() {
    /** @type {Map<string, Tool & {button: HTMLButtonElement}>} */
    this.tools = new Map();
    /** @type {string|null} */
    this.open = null;
    this.title = el('h2', { id: freshId('tool') });
    this.body = el('div', { class: 'tool-body' });
    const onclick = () => this.closeTools();
    const close = el('button', { type: 'button', class: 'close', onclick }, '×');
    close.setAttribute('aria-label', 'Close');
    this.panelHolder = el(
      'section',
      {
        class: 'tool-panel',
        hidden: true,
        tabindex: -1,
        'aria-labelledby': this.title.id,
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
      },
      el('div', { class: 'tool-head' }, this.title, close),
      this.body,
    );
    const about = { class: 'tools', role: 'group', 'aria-label': 'Tools of the map', hidden: true };
    this.element = el('div', about);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  /**
   * Add a tool: a button on the map that opens a panel over it.
   * @param {Tool} tool
   * @returns {HTMLButtonElement} its button
   */
  addTool(tool) {
    const { key, label, text } = tool;
    if (this.tools.has(key)) throw new Error(`there is a tool ${key} already`);
    const button = el(
      'button',
      {
        type: 'button',
        'data-tool': key,
        title: text ? null : label,
        'aria-label': text ? null : label,
        'aria-expanded': 'false',
        onclick: () => (this.open === key ? this.closeTools() : this.openTool(key)),
      },
      icon(tool.icon),
      text ? el('span', {}, label) : null,
    );
    this.tools.set(key, { ...tool, button });
    this.element.hidden = false;
    this.element.replaceChildren(...this.inOrder().map((each) => each.button));
    return button;
  }

  inOrder() {
    /** @param {string} key */
    const rank = (key) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
    return [...this.tools.values()].sort((one, other) => rank(one.key) - rank(other.key));
  }

  /**
   * Open a tool's panel in place of any other, and take the focus into it.
   * @param {string} key
   */
  openTool(key) {
    const tool = this.tools.get(key);
    if (!tool) throw new Error(`there is no tool ${key}`);
    if (this.open !== key) {
      this.leave();
      this.open = key;
      tool.button.setAttribute('aria-expanded', 'true');
      this.title.textContent = tool.label;
      this.body.replaceChildren(tool.panel);
      this.panelHolder.dataset.tool = key;
      this.panelHolder.hidden = false;
      tool.onOpen?.();
    }
    this.bringIntoSight();
    this.focusFirst();
  }

  /** Scroll the page to the map where the window does not hold all of it: the panel lies on it. */
  bringIntoSight() {
    const stage = this.panelHolder.closest('.stage');
    if (!stage) return;
    const { height, top } = stage.getBoundingClientRect();
    const isWhole = top >= BAR && top + height <= window.innerHeight;
    const block = height + BAR < window.innerHeight ? 'nearest' : 'start';
    if (!isWhole) stage.scrollIntoView?.({ block });
  }

  /** Take the focus to the first control of the panel that takes it: one that is hidden does not. */
  focusFirst() {
    const page = /** @type {Document|ShadowRoot} */ (this.body.getRootNode());
    /** @type {NodeListOf<HTMLElement>} */
    const controls = this.body.querySelectorAll(CONTROLS);
    for (const each of [...controls, this.panelHolder]) {
      each.focus({ preventScroll: true });
      if (page.activeElement === each) return;
    }
  }

  /** Close the panel that is open, and take the focus back to its button where it was inside. */
  closeTools() {
    const tool = this.open === null ? undefined : this.tools.get(this.open);
    const page = /** @type {Document|ShadowRoot} */ (this.panelHolder.getRootNode());
    const wasInside = this.panelHolder.contains(page.activeElement);
    this.leave();
    this.panelHolder.hidden = true;
    if (wasInside) tool?.button.focus({ preventScroll: true });
  }

  leave() {
    const tool = this.open === null ? undefined : this.tools.get(this.open);
    this.open = null;
    tool?.button.setAttribute('aria-expanded', 'false');
    tool?.onClose?.();
  }

  /**
   * Return how many pixels of a stage’s right the open panel covers; a sheet from below covers none.
   * @param {HTMLElement} stage
   */
  covers(stage) {
    const [panel, under] = [this.panelHolder, stage].map((each) => each.getBoundingClientRect());
    const isBeside = panel.width > 0 && panel.width < under.width * MOST_COVERED;
    return isBeside ? Math.max(0, Math.round(under.right - panel.left)) : 0;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || this.open === null) return;
    this.closeTools();
    event.preventDefault();
    event.stopPropagation();
  }
}

/**
 * Draw an icon of one line.
 * @param {string} path
 */
export function icon(path) {
  const picture = { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' };
  const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75 };
  return svg('svg', picture, svg('path', { d: path, ...line }));
}
