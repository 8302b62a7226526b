/** Lines of text that a browser keeps for us; it may be told to keep nothing. */

const PREFIX = 'know-your-patch-';

/** @typedef {Pick<Storage, 'getItem'|'setItem'|'removeItem'|'key'|'length'>} Keeps */

/** The lines whose names begin alike: what one part of the app keeps. */
export class Lines {
  /** @param {() => Keeps} keeps throws where nothing may be kept @param {string} [stem] */
  constructor(keeps, stem = '') {
    this.keeps = keeps;
    this.stem = stem;
  }

  /** The lines among these whose names begin so. @param {string} stem */
  of(stem) {
    return new Lines(this.keeps, this.stem + stem);
  }

  /** Return the names of all, in their order; without what they begin with. */
  names() {
    try {
      const keeps = this.keeps();
      return Array.from({ length: keeps.length }, (_, n) => keeps.key(n) ?? '')
        .filter((name) => name.startsWith(this.stem))
        .map((name) => name.slice(this.stem.length))
        .sort();
    } catch {
      return [];
    }
  }

  /** Return a line, or null. @param {string} name */
  get(name) {
    try {
      return this.keeps().getItem(this.stem + name);
    } catch {
      return null;
    }
  }

  /** Keep a line; false where it was not. @param {string} name @param {string} text */
  set(name, text) {
    try {
      this.keeps().setItem(this.stem + name, text);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} name */
  drop(name) {
    try {
      this.keeps().removeItem(this.stem + name);
    } catch {
      // There is none, then.
    }
  }
}

/** What is kept while the tab is open. */
export const inTab = new Lines(() => sessionStorage, PREFIX);
/** What is kept until it is dropped, and known to every tab. */
export const inBrowser = new Lines(() => localStorage, PREFIX);

/** Return a small habit of the person at this screen, of no other use; or null. @param {string} name */
export const kept = (name) => inTab.get(name);

/** @param {string} name @param {string} value */
export const keep = (name, value) => inTab.set(name, value);
