/** What is fetched, shared by every map on the page and kept while there is room. */

import { problemWords } from './problems.js';

const MOST = 64; // answers: far more than the maps of one page show at once
const MOST_CHARACTERS = 64_000_000; // England's shapes take about 27 million

/** Something that could not be fetched, in words for the person. */
export class FetchProblem extends Error {
  /**
   * @param {string} words
   * @param {number} [status] what the server answered with, where it did
   */
  constructor(words, status = 0) {
    super(words);
    this.status = status;
  }
}

/**
 * A store of what addresses answered. What was asked for longest ago goes first, once there are too
 * many answers or too much text in them; the latest answer always stays.
 */
export class Store {
  /**
   * @param {(address: string) => Promise<{value: any, size: number}>} make
   * @param {{most?: number, mostSize?: number}} [limits]
   */
  constructor(make, { most = MOST, mostSize = MOST_CHARACTERS } = {}) {
    this.make = make;
    this.most = most;
    this.mostSize = mostSize;
    this.size = 0;
    /** @type {Map<string, {coming: Promise<any>, size: number}>} oldest first */
    this.kept = new Map();
  }

  /**
   * Return what an address answers, asked for once while it is kept. A failure is not kept.
   * @param {string} address
   * @returns {Promise<any>} shared: do not change it
   */
  get(address) {
    const found = this.kept.get(address);
    if (found) {
      this.kept.delete(address);
      this.kept.set(address, found);
      return found.coming;
    }
    return this.ask(address).coming;
  }

  /** @param {string} address */
  ask(address) {
    const entry = { coming: Promise.resolve(), size: 0 };
    entry.coming = this.make(address).then(
      ({ value, size }) => {
        if (this.kept.get(address) === entry) {
          entry.size = size;
          this.size += size;
          this.makeRoom();
        }
        return value;
      },
      (error) => {
        if (this.kept.get(address) === entry) this.kept.delete(address);
        throw error;
      },
    );
    this.kept.set(address, entry);
    this.makeRoom();
    return entry;
  }

  makeRoom() {
    for (const [address, { size }] of this.kept) {
      if (this.kept.size <= 1) return;
      if (this.kept.size <= this.most && this.size <= this.mostSize) return;
      this.kept.delete(address);
      this.size -= size;
    }
  }
}

const answers = new Store(fetchJson);

/**
 * Fetch JSON, once while it is kept.
 * @param {string} address
 * @returns {Promise<any>} shared: do not change it
 */
export const getJson = (address) => answers.get(address);

/**
 * Fetch JSON as it is now: what people change has no address of its own for each change.
 * @param {string} address
 * @returns {Promise<any>}
 */
export const getFresh = async (address) => (await fetchJson(address, { cache: 'no-store' })).value;

/** @param {string} address @param {RequestInit} [how] */
async function fetchJson(address, how) {
  const response = await fetch(address, how).catch(() => {
    throw new FetchProblem('The server cannot be reached. Check the connection.');
  });
  if (!response.ok) throw new FetchProblem(await problemsOf(response), response.status);
  const text = await response.text();
  return { value: JSON.parse(text), size: text.length };
}

/** @param {Response} response */
export async function problemsOf(response) {
  const body = await response.json().catch(() => null);
  return problemWords(body) || `The server answered with an error (${response.status}).`;
}

/** @type {Promise<import('./types').Leaflet> | null} */
let leaflet = null;

/**
 * Load the map library, once.
 * @param {string} folder
 * @returns {Promise<import('./types').Leaflet>} its module
 */
export function getLeaflet(folder) {
  leaflet ??= import(new URL(`${folder}/leaflet-src.esm.js`, location.origin).href).catch(() => {
    leaflet = null;
    throw new FetchProblem('The map’s own script could not be fetched.');
  });
  return leaflet;
}
