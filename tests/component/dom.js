/**
 * A page for the tests: jsdom with what it lacks (sizes, a canvas to draw on, media questions), and
 * a server whose answers come when a test lets them.
 */

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { JSDOM } from 'jsdom';

export const COMPONENT = new URL('../../mapping/component/', import.meta.url);
const PAGE = 'http://localhost/';

const { window } = new JSDOM('<!doctype html><body></body>', {
  url: PAGE,
  pretendToBeVisual: true,
});

/** A canvas context that notes what is called on it. */
function context() {
  const calls = [];
  return new Proxy(
    { calls },
    {
      get: (target, name) => {
        if (name in target) return target[name];
        return (...values) => {
          calls.push([name, ...values]);
          return { pattern: true };
        };
      },
      set: (target, name, value) => {
        target[name] = value;
        return true;
      },
    },
  );
}

function define(prototype, name, get) {
  Object.defineProperty(prototype, name, { configurable: true, get });
}

const size = { width: 800, height: 600 };
const isName = (element) => element.classList.contains('place-name');
define(window.HTMLElement.prototype, 'clientWidth', () => size.width);
define(window.HTMLElement.prototype, 'clientHeight', () => size.height);
const isTip = (element) => element.classList.contains('tip');
define(window.HTMLElement.prototype, 'offsetWidth', function width() {
  if (isTip(this)) return 100;
  return isName(this) ? 8 * this.textContent.length : size.width;
});
define(window.HTMLElement.prototype, 'offsetHeight', function height() {
  if (isTip(this)) return 40;
  return isName(this) ? 24 : size.height;
});
window.HTMLCanvasElement.prototype.getContext = function getContext() {
  this.context ??= context();
  return this.context;
};
window.Element.prototype.scrollIntoView = () => {};
globalThis.sessionStorage = window.sessionStorage;
globalThis.CustomEvent = window.CustomEvent;
globalThis.MutationObserver = window.MutationObserver;
// Everybody asks for less motion here, and nobody points by a finger.
window.matchMedia = (asked) => ({ matches: asked !== '(pointer: coarse)' });
globalThis.ResizeObserver = class {
  observe() {}
  disconnect() {}
};
globalThis.Path2D = class {
  corners = 0;
  moveTo() {
    this.corners += 1;
  }
  lineTo() {
    this.corners += 1;
  }
  closePath() {}
};
window.HTMLLinkElement.prototype.addEventListener = window.EventTarget.prototype.addEventListener;

const shared = [
  'window',
  'document',
  'location',
  'Node',
  'Text',
  'Element',
  'HTMLElement',
  'HTMLInputElement',
  'HTMLSelectElement',
  'DOMParser',
  'Event',
  'KeyboardEvent',
  'MouseEvent',
  'getComputedStyle',
  'matchMedia',
  'requestAnimationFrame',
  'cancelAnimationFrame',
];
for (const name of shared) {
  const value = name === 'window' ? window : window[name];
  const isFunction = typeof value === 'function' && !value.prototype;
  globalThis[name] = isFunction ? value.bind(window) : value;
}
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: window.navigator });
globalThis.CSS = { supports: () => true };

/** Let everything that is ready happen. */
export async function settle(turns = 5) {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** Wait until a map has drawn what it was last asked for. */
export async function drawn(root) {
  for (let tries = 0; tries < 200; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const states = [...root.querySelectorAll('.patch-map')].map((map) => map.dataset.state);
    if (states.length && states.every((state) => state === 'drawn')) return;
  }
  throw new Error('the map was not drawn');
}

/** Make a root as Streamlit does: a shadow root in the page, whose styles load at once. */
export function makeRoot() {
  const holder = document.createElement('div');
  document.body.append(holder);
  const root = holder.attachShadow({ mode: 'open' });
  new window.MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes)
        if (node.localName === 'link') node.dispatchEvent(new Event('load'));
    }
  }).observe(root, { childList: true });
  return root;
}

/** What is answered by address, and what waits until it is let go. */
export class Server {
  constructor() {
    this.bodies = new Map();
    this.asked = [];
    this.gates = new Map();
    globalThis.fetch = (address) => this.fetch(address);
    globalThis.passGate = (address) => this.pass(address);
  }

  /** Hold every answer to an address that holds these words, until the returned function is called. */
  hold(words) {
    let release;
    const gate = new Promise((resolve, reject) => {
      release = (error) => (error ? reject(error) : resolve());
    });
    gate.catch(() => {});
    this.gates.set(words, gate);
    return (error) => {
      this.gates.delete(words);
      release(error);
    };
  }

  async pass(address) {
    for (const [words, gate] of this.gates) if (address.includes(words)) await gate;
  }

  async fetch(address) {
    this.asked.push(address);
    await this.pass(address);
    const body = this.bodies.get(address);
    if (body === undefined) return answer(404, { problems: ['There is no such file.'] });
    return answer(200, body);
  }
}

function answer(status, body) {
  const text = JSON.stringify(body);
  return { ok: status === 200, status, text: async () => text, json: async () => JSON.parse(text) };
}

// Scripts asked for by address are the component's own files and the installed Leaflet; each import
// waits at the server's gate, as it would for a slow line.
registerHooks({
  resolve(specifier, context_, next) {
    if (specifier.startsWith(PAGE)) return { url: specifier, format: 'module', shortCircuit: true };
    return next(specifier, context_);
  },
  load(url, context_, next) {
    if (!url.startsWith(PAGE)) return next(url, context_);
    const [, folder, ...rest] = new URL(url).pathname.split('/');
    const file =
      folder === 'leaflet'
        ? import.meta.resolve('leaflet/dist/leaflet-src.esm.js')
        : new URL(rest.at(-1), COMPONENT).href + (rest[0] === 'newer' ? '?newer' : '');
    const source = `await globalThis.passGate(${JSON.stringify(url)});
      export * from ${JSON.stringify(file)};`;
    return { source, format: 'module', shortCircuit: true };
  },
});

export const read = (name) => readFileSync(new URL(name, COMPONENT), 'utf-8');
