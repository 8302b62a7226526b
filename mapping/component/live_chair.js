/** Where the chair of a meeting is: told to the others by whoever leads, gone after by the others. */

/** @typedef {import('./types').MeetingScene} Item */

const AGAIN_MS = 3_000; // before the server is told again
const OWN_MS = 3_000; // in which one's own step is not undone by an older one that comes back

export class Chair {
  /** @param {import('./live.js').LiveBook} book @param {boolean} isLeading */
  constructor(book, isLeading) {
    this.book = book;
    this.isLeading = isLeading;
    this.isAway = false; // from where the chair is, by one's own choice
    this.wentAt = -OWN_MS;
    this.wanted = ''; // the scene that the server is still to be told of
    this.isTelling = false;
  }

  /** Somebody at this screen went to a scene. @param {Item} scene */
  went(scene) {
    const { meeting } = this.book;
    if (this.isLeading) {
      this.wentAt = performance.now();
      this.wanted = scene.id;
      this.tell();
    } else this.isAway = meeting.scene !== '' && scene.id !== meeting.scene;
    this.showBack();
  }

  /** Tell the server where the chair is: the last step only, again until it is known. */
  async tell() {
    if (this.isTelling || !this.wanted) return;
    this.isTelling = true;
    const scene = this.wanted;
    const { asking, following } = this.book;
    try {
      const response = await asking.post('/at', { scene });
      if (response.ok || response.status < 500) {
        this.wentAt = performance.now(); // what was told before it was known is still under way
        if (this.wanted === scene) this.wanted = '';
        if (!response.ok) asking.say('Those who follow were not told of this scene.');
      }
    } catch {
      following.lost();
    }
    this.isTelling = false;
    if (this.wanted) setTimeout(() => this.tell(), this.wanted === scene ? AGAIN_MS : 0);
  }

  /** Go where the chair is, unless whoever looks went elsewhere. */
  follow() {
    const { stage, meeting, scenes } = this.book;
    const at = meeting.scene;
    if (!stage || !scenes.some(({ id }) => id === at)) return;
    if (this.isLeading && (this.wanted || performance.now() - this.wentAt < OWN_MS)) return;
    if (this.isAway) {
      this.isAway = stage.id !== at;
    } else if (stage.id !== at) {
      const isFirst = stage.id === '';
      stage.show(at);
      const n = scenes.findIndex(({ id }) => id === at);
      const title = scenes[n]?.title ?? '';
      if (!isFirst) stage.say(`${n + 1} of ${scenes.length}: ${title}`);
    }
    this.showBack();
  }

  /** Where the scene that is shown was removed, or none is shown yet, show one that is there. */
  stayShown() {
    const { stage, meeting, scenes } = this.book;
    if (!stage || scenes.some(({ id }) => id === stage.id)) return;
    const at = scenes.find(({ id }) => id === meeting.scene) ?? scenes[0];
    stage.show(at?.id ?? '');
    this.isAway = false;
  }

  showBack() {
    const { page, stage } = this.book;
    const button = /** @type {HTMLButtonElement | null} */ (page.querySelector('.back'));
    if (!button) return;
    const hadFocus = page.activeElement === button;
    if (button.hidden === this.isAway) {
      button.hidden = !this.isAway;
      stage?.makeRoom(); // it stands where messages do
    }
    if (hadFocus && !this.isAway) stage?.section?.focus({ preventScroll: true });
  }

  /** Go back to where the chair is. */
  back() {
    const { stage, meeting } = this.book;
    this.isAway = false;
    stage?.show(meeting.scene);
    stage?.section?.focus({ preventScroll: true });
    this.showBack();
  }
}
