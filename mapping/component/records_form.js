/**
 * The form in which something that is kept is changed, with what somebody else made of it meanwhile.
 *
 * @typedef {import('./types').RecordsField} Field
 * @typedef {import('./types').RecordsItem} Item
 * @typedef {import('./types').Draft} Draft
 */

import { doubtsOf } from './doubts.js';
import { el, freshId } from './elements.js';
import { CHANGED, CHOOSE, choicesOf } from './versions.js';

/**
 * @typedef {object} Form
 * @property {Item} item as it is kept now
 * @property {Draft} draft as it is typed
 * @property {Field[]} theirs what somebody else made of it meanwhile
 * @property {import('./types').RecordsWords} words
 * @property {string[]} known names that tell of nobody
 * @property {string[]} refused why it could not be kept
 * @property {boolean} canKeepBoth
 * @property {() => void} changed
 * @property {() => void} leave
 * @property {() => void} save
 * @property {() => void} keepBoth
 */

/** @param {Form} of */
export function drawForm(of) {
  const { item, draft } = of;
  const form = el('form', { 'aria-label': item.title, novalidate: true });
  form.append(...item.fields.map((field, at) => drawField(field, at, of, form)));
  const doubt = el('p', { class: 'doubt', role: 'alert' });
  form.append(...of.refused.map((line) => el('p', { class: 'trouble', role: 'alert' }, line)));
  form.append(...drawTheirs(of), doubt);
  if (draft.sure) doubt.textContent = draft.sure;
  form.append(el('p', { class: 'buttons' }, ...drawButtons(of)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isDoubted(of, doubt)) return;
    of.save();
  });
  form.addEventListener('keydown', (event) => {
    const isText = event.target instanceof HTMLElement && event.target.localName === 'textarea';
    if (event.key === 'Enter' && isText && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    event.stopPropagation(); // no key of the page while somebody types
  });
  return form;
}

/** @param {Form} of */
function drawButtons({ item, theirs, words, canKeepBoth, keepBoth, leave }) {
  const asItWas = item.version ? words.leave : words.cancel;
  /** @type {{choice: import('./versions.js').Choice, words: string}[]} */
  const usual = [
    { choice: 'mine', words: words.save },
    { choice: 'theirs', words: asItWas },
  ];
  const attributes = {
    mine: { type: 'submit', 'data-name': `${item.id}|save` },
    theirs: { type: 'button', 'data-name': `${item.id}|leave`, onclick: leave },
    both: { type: 'button', onclick: keepBoth },
  };
  const choices = theirs.length ? choicesOf({ canKeepBoth }) : usual;
  return choices.map((each) => el('button', attributes[each.choice], each.words));
}

/**
 * Whether what is typed may tell who somebody is; told once for the same words, which then pass.
 * @param {Form} of
 * @param {HTMLElement} doubt
 */
function isDoubted({ draft, known, words, changed }, doubt) {
  const found = doubtsOf(Object.values(draft.values).join('\n'), known);
  if (!found.length) return false;
  const said = words.doubt.replace('{}', found.join(', '));
  const isTold = draft.sure === said;
  draft.sure = said;
  doubt.textContent = said;
  changed();
  return !isTold;
}

/** @param {Field} field @param {number} at @param {Form} of @param {HTMLElement} form */
function drawField(field, at, of, form) {
  const { item, draft } = of;
  const id = freshId('field');
  const value = draft.values[field.name] ?? field.value;
  const box = drawBox(field, value);
  box.id = id;
  box.dataset.name = at === 0 ? `${item.id}|field` : `${item.id}|field ${field.name}`;
  const part = el('p', { class: `field ${field.as}` });
  part.append(el('label', { for: id }, field.label), box);
  const isAsked = () =>
    !field.only || Object.entries(field.only).every(([name, is]) => draft.values[name] === is);
  part.hidden = !isAsked();
  box.addEventListener('input', () => {
    draft.values[field.name] = box.value;
    draft.sure = '';
    of.changed();
    form.dispatchEvent(new Event('asked-anew'));
  });
  form.addEventListener('asked-anew', () => {
    part.hidden = !isAsked();
  });
  return part;
}

/** @param {Field} field @param {string} value */
function drawBox(field, value) {
  if (field.as === 'choice') {
    const box = el('select');
    for (const [key, label] of field.options ?? []) box.append(el('option', { value: key }, label));
    box.value = value;
    return box;
  }
  if (field.as === 'words') {
    const box = el('textarea', { rows: 3, maxlength: field.most });
    box.value = value;
    return box;
  }
  const box = el('input', { type: field.as === 'day' ? 'date' : 'text', maxlength: field.most });
  box.autocomplete = 'off';
  box.value = value;
  return box;
}

/** @param {Form} of */
function drawTheirs({ theirs, words }) {
  if (!theirs.length) return [];
  const box = el('div', { class: 'theirs', role: 'alert' });
  box.append(el('p', {}, `${CHANGED}. ${CHOOSE} Theirs, as it is kept now:`));
  const list = el('dl');
  for (const field of theirs) {
    const said = field.options?.find(([key]) => key === field.value)?.[1] ?? field.value;
    list.append(el('dt', {}, field.label), el('dd', {}, said || words.nothing));
  }
  box.append(list);
  return [box];
}
