/**
 * Two versions of something that two people have changed at once: how that is said, and what can be
 * chosen, wherever it happens. Nothing is changed before somebody has chosen.
 */

import { button } from './controls.js';
import { el } from './elements.js';

/** @typedef {'mine' | 'theirs' | 'both'} Choice */
/**
 * @typedef {object} Version
 * @property {string} title
 * @property {string[]} [lines] what it is made of, and when it was kept
 * @property {boolean} [isRemoved]
 */

export const CHANGED = 'Somebody else has changed it in the meantime';
export const REMOVED = 'Somebody else has removed it in the meantime';
export const CHOOSE = 'Nothing was changed yet. Choose which stays.';
/** Of a change that holds no version of its own: it is asked for anew where it is still wanted. */
export const LOOK_AGAIN = `${CHANGED}. Nothing was changed: look at it as it is now.`;

/**
 * Return what can be chosen with its words, in the order of its buttons.
 * @param {object} of
 * @param {boolean} [of.isMineRemoved]
 * @param {boolean} [of.isTheirsRemoved]
 * @param {boolean} [of.canKeepBoth]
 * @returns {{choice: Choice, words: string}[]}
 */
export function choicesOf({ isMineRemoved = false, isTheirsRemoved = false, canKeepBoth = true }) {
  /** @type {(choice: Choice, words: string) => {choice: Choice, words: string}} */
  const each = (choice, words) => ({ choice, words });
  const theirs = each('theirs', isTheirsRemoved ? 'Leave it removed' : 'Keep theirs');
  if (isTheirsRemoved)
    return canKeepBoth ? [each('both', 'Keep mine as a new one'), theirs] : [theirs];
  if (isMineRemoved) return [each('mine', 'Remove it all the same'), theirs];
  const both = canKeepBoth ? [each('both', 'Keep both')] : [];
  return [each('mine', 'Keep mine'), theirs, ...both];
}

/**
 * Return both versions with what can be chosen; the first element is the heading.
 * @param {{mine: Version, theirs: Version, differs?: string[]}} both
 * @param {(choice: Choice) => void} choose
 * @param {'h2' | 'h4'} [level]
 */
export function drawVersions({ mine, theirs, differs = [] }, choose, level = 'h4') {
  const isTheirsRemoved = theirs.isRemoved === true;
  const choices = choicesOf({ isMineRemoved: mine.isRemoved === true, isTheirsRemoved });
  return [
    el(level, { tabindex: -1 }, isTheirsRemoved ? REMOVED : CHANGED),
    el('p', { class: 'why' }, CHOOSE),
    el(
      'div',
      { class: 'versions' },
      drawVersion('Yours', 'mine', mine),
      drawVersion('Theirs, as it is kept now', 'theirs', theirs),
    ),
    ...(differs.length ? [el('ul', {}, ...differs.map((words) => el('li', {}, words)))] : []),
    el(
      'div',
      { class: 'choices' },
      ...choices.map(({ choice, words }) => button(words, () => choose(choice))),
    ),
  ];
}

/** @param {string} whose @param {string} name @param {Version} version */
function drawVersion(whose, name, { title, lines = [], isRemoved = false }) {
  return el(
    'div',
    { class: `version ${name}` },
    el('p', {}, el('strong', {}, `${whose}: `), isRemoved ? 'removed.' : title),
    ...lines.map((words) => el('p', { class: 'tool-note' }, words)),
  );
}
