/** The list of a meeting: its scenes in their order, and all that is written down. */

import { el } from './elements.js';
import { aboutWords, behind, SORTS } from './note_words.js';

/** @typedef {import('./types').Book} Book */
/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */
/**
 * @typedef {object} Told
 * @property {string} at the id of the scene that is shown
 * @property {(id: string) => void} go
 * @property {(note: Note) => void} edit
 * @property {(words: string) => void} say
 */

/**
 * Fill the list and open it; where it is open, the keyboard stays where it was.
 * @param {HTMLDialogElement} dialog
 * @param {Book} book
 * @param {Told} told
 */
export function showList(dialog, book, told) {
  const focused = dialog.ownerDocument.activeElement?.getAttribute('data-at');
  const scenes = book.scenes.map((scene) => sceneLine(scene, book, told));
  dialog.querySelector('.order')?.replaceChildren(...scenes);
  const notes = book.notes.map((note) => noteLine(note, book, told));
  const none = el('p', {}, 'Nothing yet.');
  dialog.querySelector('.all')?.replaceChildren(...(notes.length ? notes : [none]));
  if (!dialog.open) dialog.showModal();
  if (focused) focusOn(dialog, focused);
}

/** @param {HTMLDialogElement} dialog @param {string} at */
function focusOn(dialog, at) {
  const found = [...dialog.querySelectorAll('[data-at]')].find(
    (each) => each.getAttribute('data-at') === at,
  );
  /** @type {any} */ (found ?? dialog.querySelector('[data-close]'))?.focus();
}

/** @param {Item} scene @param {Book} book @param {Told} told */
function sceneLine(scene, book, told) {
  const link = el(
    'a',
    {
      href: `${location.pathname}${location.search}#${scene.id}`, // it may not be drawn yet
      'data-at': scene.id,
      'aria-current': scene.id === told.at ? 'true' : null,
      onclick: (/** @type {Event} */ event) => {
        event.preventDefault();
        told.go(scene.id);
      },
    },
    scene.title,
  );
  const { live } = book;
  if (!live) return el('li', {}, link);
  const at = book.scenes.findIndex(({ id }) => id === scene.id);
  const move = (/** @type {number} */ by) => {
    const target = at + by;
    if (target < 0 || target >= book.scenes.length) return;
    live.moveScene(scene.id, book.scenes[by < 0 ? target : target + 1]?.id ?? '');
    told.say(`“${scene.title}” is now ${target + 1} of ${book.scenes.length}.`);
  };
  link.addEventListener('keydown', (event) => {
    if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    move(event.key === 'ArrowUp' ? -1 : 1);
  });
  const press = (
    /** @type {string} */ shown,
    /** @type {string} */ does,
    /** @type {() => void} */ act,
    /** @type {boolean} */ isOff,
  ) =>
    el(
      'button',
      {
        type: 'button',
        'aria-label': `${does}: ${scene.title}`,
        'data-at': `${does} ${scene.id}`,
        'aria-disabled': isOff ? 'true' : null,
        onclick: () => isOff || act(),
      },
      shown,
    );
  return el(
    'li',
    {},
    link,
    ' ',
    press('↑', 'Move up', () => move(-1), at === 0),
    press('↓', 'Move down', () => move(1), at === book.scenes.length - 1),
    press('Remove', 'Remove', () => live.removeScene(scene.id), false),
  );
}

/** @param {Note} note @param {Book} book @param {Told} told */
function noteLine(note, book, told) {
  const standing = book.standing(note);
  const about = aboutWords(note, book.scenes);
  const press = (/** @type {string} */ does, /** @type {() => void} */ act) =>
    el(
      'button',
      {
        type: 'button',
        'aria-label': `${does}: ${note.words.slice(0, 60)}`,
        'data-at': `${does} ${note.id}`,
        onclick: act,
      },
      does,
    );
  const done = note.is_done ? 'Not done yet' : 'Done';
  return el(
    'div',
    { class: `note-line sort-${note.sort}` },
    el(
      'p',
      {},
      el('b', {}, `${SORTS.get(note.sort)} (${about}) `),
      `${note.words}${behind(note)}`,
      standing ? el('em', {}, ` ${standing}`) : null,
    ),
    el(
      'p',
      { class: 'press' },
      press('Change', () => told.edit(note)),
      note.sort === 'action'
        ? press(done, () => book.keep({ ...note, is_done: !note.is_done }))
        : null,
      book.live && note.version > 1
        ? press('Undo the last change', () => book.live?.undo(note.id))
        : null,
      press('Remove', () => {
        book.remove(note);
        told.say('Removed.');
      }),
    ),
  );
}
