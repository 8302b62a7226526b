/**
 * A change that somebody is writing of something that is kept, laid over what others make of it.
 *
 * @typedef {import('./types').RecordsItem} Item
 * @typedef {import('./types').Draft} Draft
 */

/**
 * Return a draft as a browser kept it; null for what is none.
 * @param {any} given
 * @returns {Draft | null}
 */
export const readDraft = (given) =>
  typeof given?.id === 'string' &&
  typeof given.expected === 'number' &&
  [given.values, given.base].every((each) => typeof each === 'object' && each !== null)
    ? given
    : null;

/** @param {Item} item @returns {Record<string, string>} */
export const valuesOf = (item) =>
  Object.fromEntries(item.fields.map(({ name, value }) => [name, value]));

/** @param {Item} item @returns {Draft} */
export function beginDraft(item) {
  const values = valuesOf(item);
  return { id: item.id, expected: item.version, values: { ...values }, base: values, sure: '' };
}

/**
 * Return which fields somebody else has changed since a draft was begun; none where it may be saved.
 *
 * A version may be newer by what the draft does not touch, as where it was moved: that is no quarrel.
 * @param {Draft} draft
 * @param {Item} item
 */
export function quarrels(draft, item) {
  if (draft.expected === item.version) return [];
  return item.fields.filter(
    ({ name, value }) => value !== draft.base[name] && value !== draft.values[name],
  );
}

/**
 * Return a draft as it is to be saved over what is kept now: what only others changed stays theirs.
 * @param {Draft} draft
 * @param {Item} item
 * @returns {Draft}
 */
export function carried(draft, item) {
  if (draft.expected === item.version) return draft;
  const theirs = valuesOf(item);
  const values = Object.fromEntries(
    Object.entries(theirs).map(([name, value]) => {
      const mine = draft.values[name] ?? value;
      return [name, mine === draft.base[name] ? value : mine];
    }),
  );
  return { ...draft, expected: item.version, values, base: theirs };
}
