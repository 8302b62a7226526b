/**
 * A gentle check of what somebody writes down: what may tell who a child or a family is.
 *
 * It warns and never refuses: whoever writes knows better. Names of places and services are known.
 */

const TELEPHONE = /(?:\+44|\b0)(?:[ -]?\(?\d\)?){9,10}(?!\d)/u;
const TEN_DIGITS = /\b\d{3}[ -]?\d{3}[ -]?\d{4}\b/gu;
const MAIL = /[^\s@]+@[^\s@]+\.\w+/u;
const ADDRESS =
  /\b\d+[a-z]?,? (?:[A-Z][\w’']+ ){1,3}(?:Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Way|Court|Place|Crescent|Gardens|Terrace|Walk|Row|Grove)\b/u;
const POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/iu;
const TITLED = /\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr)\.? [A-Z][\w’'-]+/u;
const CAPITALISED = /\p{Lu}[\p{Ll}’'-]+(?: \p{Lu}[\p{Ll}’'-]+)+/gu;
const BORN = /\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b/u;

/**
 * Whether ten digits are an NHS number: the last checks the others.
 * @param {string} text
 */
function isNhsNumber(text) {
  const digits = text.replace(/\D/gu, '');
  const sum = [...digits]
    .slice(0, 9)
    .reduce((all, digit, at) => all + Number(digit) * (10 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === Number(digits[9]);
}

/**
 * Return what in some words may tell who somebody is, in words to warn with; nothing where nothing.
 * @param {string} words
 * @param {Iterable<string>} [known] names of places, services and organisations
 * @returns {string[]}
 */
export function doubtsOf(words, known = []) {
  const found = [];
  if ((words.match(TEN_DIGITS) ?? []).some(isNhsNumber)) found.push('an NHS number');
  else if (TELEPHONE.test(words)) found.push('a telephone number');
  if (MAIL.test(words)) found.push('an e-mail address');
  if (ADDRESS.test(words) || POSTCODE.test(words)) found.push('an address');
  if (BORN.test(words)) found.push('a date of birth');
  if (TITLED.test(words) || looksNamed(words.replace(ADDRESS, ''), known))
    found.push('a person’s name');
  return found;
}

/**
 * Whether words that open with a capital stand together and are no name that is known.
 * @param {string} words
 * @param {Iterable<string>} known
 */
function looksNamed(words, known) {
  const names = [...known].map((name) => name.toLowerCase());
  const parts = new Set(names.flatMap((name) => name.split(/[^\p{L}’'-]+/u)));
  return (words.match(CAPITALISED) ?? []).some((run) => {
    const each = run.toLowerCase().split(' ');
    return (
      !names.some((name) => name.includes(run.toLowerCase())) && !each.every((p) => parts.has(p))
    );
  });
}
