/**
 * Whether a map is one of several of its page that move and point together, and how it is headed then.
 *
 * @typedef {import('./types').Message} Message
 * @typedef {import('./scene.js').Scene} Scene
 */

import { Link } from './link.js';

/** The link of one map, as the messages ask for it. */
export class Linking {
  /** @param {import('./frame.js').Frame} frame @param {import('./choice.js').Choice} choice */
  constructor(frame, choice) {
    this.frame = frame;
    this.choice = choice;
    /** @type {Link|null} */
    this.link = null;
  }

  /**
   * Join the maps that this one moves and points with, or leave them.
   * @param {Message['link']} asked
   * @param {Scene|undefined} scene
   */
  take(asked, scene) {
    const { frame } = this;
    frame.root.classList.toggle('is-linked', Boolean(asked));
    frame.heading.hidden = !asked?.heading;
    frame.heading.textContent = asked?.heading ?? '';
    const label = asked?.legend === false ? 'Legend of the second map' : 'Legend';
    const card = frame.side.parentElement;
    card?.setAttribute('aria-label', label);
    if (card) card.hidden = asked?.legend === false && asked.doors === false;
    if ((asked?.name ?? '') === (this.link?.name ?? '')) return;
    this.link?.leave();
    this.link =
      asked && scene
        ? new Link(asked.name, frame.root, scene, this.choice, {
            highlight: (code) => scene.highlight(code),
            covered: () => frame.covered(),
          })
        : null;
    this.choice.link = this.link;
    if (!asked?.held) this.link?.join();
  }
}
