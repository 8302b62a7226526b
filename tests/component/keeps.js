/** A browser’s store; one that `isFull` takes nothing more. */
export class Keeps {
  lines = new Map();
  get length() {
    return this.lines.size;
  }
  key(n) {
    return [...this.lines.keys()][n] ?? null;
  }
  getItem(key) {
    return this.lines.get(key) ?? null;
  }
  setItem(key, text) {
    if (this.isFull) throw new Error('full');
    this.lines.set(key, text);
  }
  removeItem(key) {
    this.lines.delete(key);
  }
}
