/** The card on the map that holds the legend, and folds to a line. */

import { el, freshId } from './elements.js';
import { keep, kept } from './kept.js';

const NAME = 'legend';

/** The card; whether it is folded is kept from page to page. */
export class LegendCard {
  constructor() {
    this.body = el('div', { class: 'side', id: freshId('legend-body') });
    this.button = el(
      'button',
      {
        type: 'button',
        class: 'legend-fold',
        'aria-controls': this.body.id,
        onclick: () => this.fold(!this.isFolded),
      },
      'Legend',
    );
    this.element = el('section', { class: 'legend-card', 'aria-label': 'Legend' });
    this.element.append(this.button, this.body);
    this.isFolded = false;
    this.show(kept(NAME) === 'folded');
  }

  /** @param {boolean} isFolded */
  fold(isFolded) {
    this.show(isFolded);
    keep(NAME, isFolded ? 'folded' : 'open');
  }

  /** @param {boolean} isFolded */
  show(isFolded) {
    this.isFolded = isFolded;
    this.body.hidden = isFolded;
    this.button.setAttribute('aria-expanded', String(!isFolded));
  }

  /**
   * Return how much of the left of a stage lies under the card; nothing where the card is below it.
   * @param {HTMLElement} stage
   */
  covers(stage) {
    const [card, under] = [this.element, stage].map((each) => each.getBoundingClientRect());
    const isOver = card.width > 0 && card.top < under.bottom && !this.isFolded;
    return isOver ? Math.max(0, card.right - under.left) : 0;
  }
}
