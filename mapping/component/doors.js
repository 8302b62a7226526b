/**
 * Doors by key and by tap: stepping through those in sight, and listing those that never part.
 *
 * @typedef {import('./types').About} About
 */

import { el } from './elements.js';
import { doorLine, offersOf } from './note.js';

const NONE = 'No door is in sight.';
const NEARER = 'Gone nearer. D steps through the doors in sight.';

/** The doors of one map, for who has no pointer to hover with. */
export class Doors {
  /** @param {import('./choice.js').Choice} choice */
  constructor(choice) {
    this.choice = choice;
    /** @type {About|null} */
    this.current = null; // what the keys have come to
  }

  /**
   * Take a key that is about doors: D and Shift+D step through them, Enter opens what they came to.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it is taken
   */
  onKey({ key, shiftKey }) {
    if (key.toLowerCase() === 'd') {
      this.step(shiftKey ? -1 : 1);
      return true;
    }
    if (key === 'Enter' && this.current) {
      this.open(this.current);
      return true;
    }
    this.current = null;
    return false;
  }

  /** @param {number} by */
  step(by) {
    const { choice, current } = this;
    const { scene, state } = choice;
    const all = scene?.services.inSight() ?? [];
    if (!scene || !all.length) {
      this.current = null;
      choice.hover(null);
      choice.say(NONE);
      return;
    }
    const from = current ? all.findIndex(({ index }) => index === current.index) : -1;
    const to = from < 0 && by < 0 ? all.length - 1 : (from + by + all.length) % all.length;
    const about = all[to];
    choice.hover(about, scene.services.middleOf(about));
    this.current = about;
    choice.say(`${to + 1} of ${all.length} in sight. ${doorLine(about, state)}`);
  }

  /** @param {About} about */
  open(about) {
    const { choice } = this;
    const at = choice.scene?.services.middleOf(about);
    if (!choice.scene || !at) return;
    this.current = null;
    if (!choice.scene.pointing.pressDoor(about, at)) return;
    choice.hover(null);
    choice.say(NEARER);
  }

  /**
   * List the services of doors that cannot be told apart on any map, to choose one of them.
   * @param {number[]} members
   * @param {import('./types').L.Point} at
   */
  list(members, at) {
    const { choice } = this;
    const offers = members.flatMap((index) => offersOf(choice.state.points[index]));
    const rows = offers.map(({ id, line }) => {
      const onclick = () => {
        choice.letNoteGo();
        choice.choose({ kind: 'asset', id });
      };
      return el('li', {}, el('button', { type: 'button', class: 'offer', onclick }, line));
    });
    const title = `${offers.length} services here`;
    const note = el('div', {}, el('p', { class: 'name' }, title), el('ul', {}, ...rows));
    choice.hold(note, title, at);
    choice.say(`${title}. Tab steps through them; Enter chooses; Escape closes.`);
    note.querySelector('button')?.focus({ preventScroll: true });
  }
}
