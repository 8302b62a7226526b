/**
 * What somebody is writing, before it is kept: it outlives a new drawing of the page and a reload.
 *
 * Each draft has a line of its own, so that two windows lose nothing of one another’s.
 */

/**
 * Drafts by the ids of what they change.
 * @template Draft
 */
export class Drafts {
  /**
   * @param {import('./kept.js').Lines} lines
   * @param {(given: any) => Draft | null} read null for what is no draft, which is let go
   */
  constructor(lines, read) {
    this.lines = lines;
    this.read = read;
    /** @type {Map<string, Draft>} those that the browser does not keep stay in this window */
    this.held = new Map();
  }

  /** @param {string} id @returns {Draft | null} */
  get(id) {
    const held = this.held.get(id);
    if (held) return held;
    try {
      return this.read(JSON.parse(this.lines.get(id) ?? 'null'));
    } catch {
      return null;
    }
  }

  /** @param {string} id @param {Draft} draft */
  set(id, draft) {
    if (this.lines.set(id, JSON.stringify(draft))) this.held.delete(id);
    else this.held.set(id, draft);
  }

  /** @param {string} id */
  drop(id) {
    this.held.delete(id);
    this.lines.drop(id);
  }

  /** @returns {[string, Draft][]} */
  all() {
    const ids = new Set([...this.lines.names(), ...this.held.keys()]);
    return [...ids].flatMap((id) => {
      const draft = this.get(id);
      return draft === null ? [] : [/** @type {[string, Draft]} */ ([id, draft])];
    });
  }
}
