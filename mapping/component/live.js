/**
 * A meeting that several look at and write in: the book of its stage. Its parts follow the line, make
 * scenes ready, keep notes and go with the chair; what is told and what is changed comes together here.
 */

import { lineWords } from './line_words.js';
import { Asking } from './live_asking.js';
import { Chair } from './live_chair.js';
import { Following } from './live_following.js';
import { LiveNotes } from './live_notes.js';
import { ReadyScenes } from './live_scenes.js';
import { Stage } from './stage.js';

/** @typedef {import('./types').MeetingNote} Note */
/** @typedef {import('./types').MeetingScene} Item */
/** @typedef {{id: string, title: string, version: number, scene: string}} Meeting */

/** A meeting as the server has it, with what waits here laid over it. */
export class LiveBook {
  /** @param {Document} page @param {import('./live_asking.js').Where} where @param {boolean} isLeading */
  constructor(page, where, isLeading) {
    this.page = page;
    /** @type {Meeting} */
    this.meeting = { id: '', title: '', version: 0, scene: '' };
    /** @type {Item[]} */
    this.scenes = [];
    this.stage = /** @type {Stage | null} */ (null);
    const say = (/** @type {string} */ words) => this.stage?.say(words);
    this.asking = new Asking(where, say);
    this.chair = new Chair(this, isLeading);
    this.ready = new ReadyScenes(page, this.asking, {
      scenes: () => this.scenes,
      isDown: () => this.following.isDown,
      ready: (id) => this.stage?.id === id && this.stage.draw(),
      say,
    });
    this.written = new LiveNotes(page, this.asking, {
      changed: () => this.refresh(),
      say,
      isInDialog: () => this.stage?.isInDialog ?? false,
    });
    this.following = new Following(page, this.asking, {
      told: this.told.bind(this),
      troubled: this.showLine.bind(this),
      lost: this.lost.bind(this),
      back: this.back.bind(this),
    });
    this.drafts = this.written.drafts;
    this.live = {
      undo: (/** @type {string} */ id) => this.written.undo(id),
      moveScene: this.moveScene.bind(this),
      removeScene: this.removeScene.bind(this),
      ask: this.ask.bind(this),
      find: this.asking.find.bind(this.asking),
    };
  }

  /* What the stage asks. */

  get notes() {
    return this.written.all;
  }

  /** @param {Note} note */
  standing(note) {
    return this.written.standing(note);
  }

  /** @param {Item} scene */
  section(scene) {
    return this.ready.section(scene);
  }

  /** @param {Item} scene */
  map(scene) {
    return this.ready.map(scene);
  }

  /** @param {Item} scene */
  went(scene) {
    this.ready.prepare(scene.id);
    this.chair.went(scene);
  }

  /** @param {Note} note */
  keep(note) {
    this.written.outbox.save(note);
  }

  /** @param {Note} note */
  remove(note) {
    this.written.outbox.remove(note);
  }

  /* The running order, which only a live meeting can change. */

  /** @param {string} id @param {string} before "" for the end */
  async moveScene(id, before) {
    const moved = this.scenes.find((each) => each.id === id);
    if (!moved) return;
    const rest = this.scenes.filter((each) => each !== moved);
    const at = rest.findIndex((each) => each.id === before);
    rest.splice(at < 0 ? rest.length : at, 0, moved);
    this.scenes = rest;
    this.refresh();
    if (!(await this.asking.change(`/scenes/${id}/move`, { before })))
      await this.following.fetchState();
  }

  /** @param {string} id */
  async removeScene(id) {
    const scene = this.scenes.find((each) => each.id === id);
    const { asking } = this;
    if (!(await asking.change(`/scenes/${id}/remove`, { expected: scene?.version }))) return;
    this.scenes = this.scenes.filter((each) => each.id !== id);
    this.chair.stayShown();
    this.refresh();
    this.stage?.offer(`Removed: “${scene?.title ?? ''}”.`, 'Bring back', () =>
      asking.change(`/scenes/${id}/undo`, {}),
    );
  }

  /** @param {Item} scene @param {string} words */
  async ask({ id, version }, words) {
    const answer = await this.asking.workOut(`/scenes/${id}`, { expected: version, words });
    if (!answer?.scene) return;
    this.scenes = this.scenes.map((each) => (each.id === id ? answer.scene : each));
    this.stage?.say('The question is changed for all.');
    this.refresh();
  }

  /* What is told. */

  /** @param {import('./live_following.js').News} news @param {boolean} isFirst */
  told(news, isFirst) {
    this.ready.pack = news.pack ?? this.ready.pack;
    if (news.scenes) this.scenes = news.scenes;
    if (news.notes) this.written.hear(news.notes, isFirst);
    if (news.meeting) {
      this.meeting = news.meeting;
      this.page.title = news.meeting.title || this.page.title;
    }
    this.ready.forget();
    this.chair.follow();
    this.chair.stayShown();
    this.refresh();
    this.ready.prepare(this.stage?.id ?? '');
  }

  /** The line is down. */
  lost() {
    this.showLine();
    if (this.stage?.scene && this.stage.section?.classList.contains('is-coming')) this.stage.draw();
  }

  /** The line holds again: what waited is sent. */
  back() {
    this.written.outbox.tries = 0;
    this.written.outbox.flush();
    this.chair.tell();
    this.refresh();
  }

  /** Say plainly whether the line is down, and how many notes wait here. */
  showLine() {
    const line = this.page.querySelector('.line');
    const { isDown, why, trouble } = this.following;
    const { things, waiting, tries, isKept } = this.written.outbox;
    const stuck = things.find(({ said, state }) => said && state !== 'stale')?.said ?? '';
    const words = lineWords({ isDown, why, trouble, waiting, stuck, isTried: tries > 0, isKept });
    if (!line || line.textContent === words) return;
    line.textContent = words;
    this.stage?.draw(); // it takes room from the scene
  }

  refresh() {
    this.showLine();
    this.stage?.refresh();
    this.written.settle();
  }
}

/** Begin the live meeting of a page. @param {Document} page */
export async function begin(page) {
  const { base = '', find = '' } = page.body.dataset;
  const isLeading = new URLSearchParams(page.location.search).has('lead');
  const book = new LiveBook(page, { base, find }, isLeading);
  const stage = new Stage(page, book);
  book.stage = stage;
  stage.begin();
  page.querySelector('.back')?.addEventListener('click', () => book.chair.back());
  page.addEventListener('close', () => book.written.settle(), true);
  page.documentElement.classList.toggle('is-leading', isLeading);
  await book.following.fetchState();
  page.querySelector('.coming')?.remove();
  book.following.listen();
  book.following.watch();
  book.written.outbox.flush();
  if (isLeading && !book.meeting.scene && stage.scene) book.went(stage.scene);
}
