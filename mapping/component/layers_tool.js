/**
 * The list of layers as a tool on the map, where they may be changed: what it says of them is fetched
 * once it is open.
 *
 * @typedef {import('./types').Message} Message
 */

import { getJson } from './fetching.js';
import { LayersPanel } from './layers_panel.js';

const SHEETS = 'M3 7l7-4 7 4-7 4zM3 10.5l7 4 7-4M3 14l7 4 7-4'; // the icon of layers

/** The tool of one map. */
export class LayersTool {
  /**
   * @param {import('./frame.js').Frame} frame
   * @param {import('./laying.js').Laying} laying
   * @param {{isDark: boolean}} drawn
   * @param {(error: unknown) => void} fail
   */
  constructor(frame, laying, drawn, fail) {
    this.frame = frame;
    this.laying = laying;
    this.drawn = drawn;
    this.fail = fail;
    /** @type {Message|undefined} */
    this.message = undefined; // as it was sent
    /** @type {LayersPanel|null} */
    this.panel = null;
    /** @type {import('./types').Catalogue|null} */
    this.catalogue = null;
    this.isOpen = false;
  }

  /**
   * Take a message in; the tool is added with the first that lets layers be changed.
   * @param {Message} message
   */
  take(message) {
    this.message = message;
    if (this.panel || message.layers === undefined) return;
    this.panel = new LayersPanel((asked) => this.laying.lay(asked));
    this.frame.addTool({
      key: 'layers',
      label: 'Layers',
      icon: SHEETS,
      text: true,
      panel: this.panel.element,
      onOpen: () => {
        this.isOpen = true;
        this.describe();
      },
      onClose: () => {
        this.isOpen = false;
      },
    });
  }

  /** Fetch what the list says of layers that are off, and what can be added. */
  async describe() {
    const { message } = this;
    if (!message?.layer) return;
    try {
      const coming = [getJson(message.layer.catalogue), this.laying.describe(message)];
      [this.catalogue] = await Promise.all(coming);
      this.show();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Bring the list up to what lies on the map. */
  show() {
    const { laying, catalogue } = this;
    const { asked, bodies, problems, look } = laying;
    const { isDark } = this.drawn;
    if (look) this.panel?.update({ asked, bodies, problems, look, isDark, catalogue });
    if (this.isOpen && laying.lacksWords()) this.describe();
  }
}
