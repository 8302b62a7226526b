/** What a server says is wrong, read from the one form in which every address tells it. */

/** Return what is wrong in the server’s own sentences; "" where it tells nothing. @param {any} body */
export const problemWords = (body) =>
  Array.isArray(body?.problems)
    ? body.problems.filter((/** @type {unknown} */ each) => typeof each === 'string').join(' ')
    : '';
