/** What a note of a meeting is called and how it is written out, on the screen and as a text. */

/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */
/** @typedef {import('./types').Sort} Sort */

/** What each sort is called, as in `layers/said/sorts.py`: a test compares them. */
export const SORTS = new Map(
  /** @type {[Sort, string][]} */ ([
    ['strength', 'Strength'],
    ['note', 'Note'],
    ['gap', 'Gap'],
    ['story', 'Lived experience'],
    ['decision', 'Decision'],
    ['action', 'Action'],
  ]),
);

/** What is asked for beside each sort where somebody writes it. */
export const ASKED = new Map(
  /** @type {[Sort, string][]} */ ([
    ['strength', 'What goes well here, and who makes it so?'],
    ['note', 'What goes well here? Say that first.'],
    ['gap', 'What is missing, for which age, and when?'],
    ['story', 'What somebody lived through or sees from day to day. It stands beside the figures.'],
    ['decision', 'What is decided?'],
    ['action', 'Who does what, and by when?'],
  ]),
);

const TO = new Set(['place', 'service', 'spot', 'scene', 'meeting']);

/** A note of nothing yet. @param {string} id @param {Sort} sort @returns {Note} */
export function blankNote(id, sort) {
  return {
    id,
    version: 0,
    sort,
    words: '',
    pin: null,
    owner: '',
    due: '',
    is_done: false,
    shared: false,
  };
}

/**
 * Read a note that was kept in a browser; null for what is none.
 * @param {any} read
 * @returns {Note | null}
 */
export function readNote(read) {
  if (!SORTS.has(read?.sort) || typeof read.words !== 'string' || !read.words) return null;
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
  if (!text(read.id)) return null;
  return {
    id: read.id,
    version: Number.isInteger(read.version) ? read.version : 0,
    sort: read.sort,
    words: read.words,
    pin: TO.has(read.pin?.to)
      ? {
          to: read.pin.to,
          key: text(read.pin.key),
          spot: text(read.pin.spot),
          label: text(read.pin.label),
        }
      : null,
    owner: text(read.owner),
    due: text(read.due),
    is_done: read.is_done === true,
    shared: read.shared === true,
  };
}

/**
 * Read what was half typed of a note; null for what is none.
 * @param {any} read
 * @returns {Note | null}
 */
export const readDraft = (read) =>
  SORTS.has(read?.sort) && typeof read.words === 'string'
    ? { ...blankNote('', read.sort), ...read }
    : null;

/** A day in words: "3 December 2026"; as it is where it is none. @param {string} day */
export function dayWords(day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(date);
}

/**
 * What stands behind the words of a note: whose an action is, by when, whether it is done.
 * @param {Note} note
 */
export function behind(note) {
  const said = [
    note.owner,
    note.due && `by ${dayWords(note.due)}`,
    note.is_done && 'done',
    note.shared && 'to share in the profile',
  ].filter(Boolean);
  return said.length ? ` (${said.join(', ')})` : '';
}

/**
 * What a note is about, in words.
 * @param {Note} note
 * @param {Item[]} scenes
 */
export function aboutWords(note, scenes) {
  const { pin } = note;
  if (!pin || pin.to === 'meeting') return 'the meeting';
  if (pin.to === 'scene')
    return (
      scenes.find(({ id }) => id === pin.key)?.title ?? (pin.label || 'a scene that was removed')
    );
  if (pin.to === 'spot') return pin.label || `a spot on the map (${pin.spot})`;
  return pin.label;
}

/**
 * Return what was written down as a text to keep: scene by scene, in the order of the meeting.
 * @param {string} title
 * @param {Item[]} scenes
 * @param {Note[]} notes
 */
export function notesText(title, scenes, notes) {
  const abouts = new Set([
    ...scenes.map((each) => each.title),
    ...notes.map((note) => aboutWords(note, scenes)),
  ]);
  const parts = [...abouts].flatMap((about) => {
    const own = notes.filter((note) => aboutWords(note, scenes) === about);
    const lines = own.map((note) => `- ${SORTS.get(note.sort)}: ${note.words}${behind(note)}`);
    return lines.length ? ['', about.slice(0, 1).toUpperCase() + about.slice(1), ...lines] : [];
  });
  return [title, ...parts, ''].join('\r\n');
}
