/** The scenes of a meeting as the server draws them, made ready before they are shown. */

import { el } from './elements.js';
import { problemWords } from './problems.js';

/** @typedef {import('./types').MeetingScene} Item */
/**
 * @typedef {object} Beside
 * @property {() => Item[]} scenes those that the meeting has now, in order
 * @property {() => boolean} isDown whether the line is down
 * @property {(id: string) => void} ready a scene can be shown, or it is known why not
 * @property {(words: string) => void} say
 */

const GONE = 'This scene cannot be shown any longer.';

/** The name of a scene as one of its versions has it. @param {Item} scene */
const keyOf = ({ id, version }) => `${id}-${version}`;

export class ReadyScenes {
  /** @param {Document} page @param {import('./live_asking.js').Asking} asking @param {Beside} beside */
  constructor(page, asking, beside) {
    this.page = page;
    this.asking = asking;
    this.beside = beside;
    this.pack = ''; // which figures they are drawn with
    /** @type {Map<string, HTMLElement>} by id and version */
    this.drawn = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.coming = new Map();
    /** @type {Map<string, string>} why a scene cannot be shown */
    this.refused = new Map();
    /** @type {Map<string, Promise<HTMLElement | null>>} */
    this.maps = new Map();
    this.isPreparing = false;
  }

  /** Return a scene to be shown: as it was, or a word about it, where it is not here yet. @param {Item} scene */
  section(scene) {
    const ready = this.drawn.get(keyOf(scene));
    if (ready) return ready;
    this.fetch(scene);
    const older = [...this.drawn].findLast(([each]) => each.startsWith(`${scene.id}-`));
    return older?.[1] ?? this.placeholder(scene);
  }

  /** What stands for a scene that is not here yet: its question all the same. @param {Item} scene */
  placeholder(scene) {
    const id = `coming-${scene.id}`;
    const why = this.refused.get(keyOf(scene));
    const waits = this.beside.isDown()
      ? 'The line is down: this scene comes when it is back.'
      : 'The scene is being fetched.';
    const said = el('p', { class: 'said' }, why ?? waits);
    const before = this.page.getElementById(id);
    if (before) {
      before.querySelector('.said')?.replaceWith(said);
      return before;
    }
    return el(
      'section',
      { class: 'scene is-coming', id, tabindex: -1, 'aria-label': scene.title },
      el('header', {}, el('h2', {}, scene.title), said),
      el('div', { class: 'picture' }),
      el('div', { class: 'under' }, el('div', { class: 'written' })),
    );
  }

  /** Return the map of a scene’s question; null where there is none. @param {Item} scene */
  map(scene) {
    const key = keyOf(scene);
    const held = this.maps.get(key);
    if (held)
      return held.then((map) => /** @type {HTMLElement | null} */ (map?.cloneNode(true) ?? null));
    const coming = this.fetchMap(key);
    this.maps.set(key, coming);
    coming.catch(() => this.maps.delete(key));
    return coming.catch(() => {
      this.beside.say('The map cannot be fetched: the line is down.');
      return null;
    });
  }

  /** @param {string} key */
  async fetchMap(key) {
    const response = await this.asking.get(`/scenes/${key}/map.html?v=${this.pack}`);
    if (!response.ok) return null;
    const map = found(await response.text(), '.picture .map');
    return map ? this.page.adoptNode(map) : null;
  }

  /** Have the scene, the next, the one before and then all others ready. @param {string} id */
  async prepare(id) {
    const scenes = this.beside.scenes();
    const at = scenes.findIndex((each) => each.id === id);
    const near = [at, at + 1, at - 1].flatMap((n) => scenes[n] ?? []);
    const rest = [...scenes.slice(at + 2), ...scenes.slice(0, Math.max(at - 1, 0))];
    for (const scene of near) this.fetch(scene);
    if (this.isPreparing) return;
    this.isPreparing = true;
    for (const scene of rest) {
      if (this.beside.isDown()) break;
      await this.fetch(scene); // a line that is poor is not asked for all at once
    }
    this.isPreparing = false;
  }

  /** @param {Item} scene @returns {Promise<void>} */
  fetch(scene) {
    const key = keyOf(scene);
    if (this.drawn.has(key) || this.refused.has(key)) return Promise.resolve();
    const held = this.coming.get(key);
    if (held) return held;
    const coming = this.fetched(scene).finally(() => this.coming.delete(key));
    this.coming.set(key, coming);
    return coming;
  }

  /** @param {Item} scene */
  async fetched(scene) {
    const key = keyOf(scene);
    try {
      const response = await this.asking.get(`/scenes/${key}.html?v=${this.pack}`);
      const text = await response.text();
      const section = found(text, 'section.scene');
      if (section) {
        section.id = scene.id;
        section.tabIndex = -1;
        this.drawn.set(key, this.page.adoptNode(section));
      } else if (response.status >= 400 && response.status < 500) {
        this.refused.set(key, refusal(text));
      }
    } catch {
      return; // the line is looked after elsewhere, and the scene asked for again
    }
    this.forget();
    this.beside.ready(scene.id);
  }

  /** Let go of scenes as they were. */
  forget() {
    const scenes = this.beside.scenes();
    const keys = new Set(scenes.map(keyOf));
    for (const [key, section] of this.drawn) {
      const id = key.slice(0, key.lastIndexOf('-'));
      const now = scenes.find((each) => each.id === id);
      if (keys.has(key) || (now && !this.drawn.has(keyOf(now)))) continue;
      if (!section.classList.contains('is-shown')) section.remove();
      this.drawn.delete(key);
    }
    for (const key of this.maps.keys()) if (!keys.has(key)) this.maps.delete(key);
  }
}

/** Return the first of its kind in what the server drew. @param {string} text @param {string} kind */
function found(text, kind) {
  const read = new DOMParser().parseFromString(text, 'text/html');
  return /** @type {HTMLElement | null} */ (read.querySelector(kind));
}

/** Why a scene cannot be shown, out of what the server answered. @param {string} text */
function refusal(text) {
  try {
    return problemWords(JSON.parse(text)) || GONE;
  } catch {
    return GONE;
  }
}
