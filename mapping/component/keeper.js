/**
 * What is kept for everybody, asked of the server and changed there. What is asked for once more after
 * a dropped line is kept once: what is new has an id of its own before it is sent.
 *
 * @typedef {import('./types').KeptItem} KeptItem
 * @typedef {import('./types').KeptVersion} KeptVersion
 * @typedef {import('./types').KeptBoth} KeptBoth
 * @typedef {import('./types').KeptThere} KeptThere
 */

import { FetchProblem, problemsOf } from './fetching.js';

const LONGEST_MS = 30_000;
const STALE = 409;

/** What is kept of one kind. */
export class Keeper {
  /** @param {string} base the path of the app @param {'place'|'scenario'} kind */
  constructor(base, kind) {
    this.address = `${base}/kept/${kind}`;
  }

  /** @returns {Promise<KeptThere>} */
  async list() {
    return (await answerOf(`${this.address}.json`)).json();
  }

  /** @param {string} id @returns {Promise<KeptVersion[]>} every version, the last first */
  async history(id) {
    return (await (await answerOf(`${this.address}/${id}.json`)).json()).versions;
  }

  /**
   * Change what is kept.
   * @param {Record<string, unknown>} asked
   * @returns {Promise<{kept?: KeptItem, both?: KeptBoth}>} it as it is kept now; both versions where
   *   somebody else has changed it in the meantime, and nothing was kept
   */
  async change(asked) {
    const sent = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(asked),
    };
    const response = await answerOf(`${this.address}.json`, sent);
    const body = await response.json();
    return response.status === STALE ? { both: body } : { kept: body.kept };
  }
}

/**
 * @param {string} address
 * @param {RequestInit} [sent]
 */
async function answerOf(address, sent = {}) {
  const signal = AbortSignal.timeout?.(LONGEST_MS);
  const response = await fetch(address, { cache: 'no-store', signal, ...sent }).catch(() => {
    throw new FetchProblem('The server cannot be reached. Check the connection.');
  });
  if (response.ok || response.status === STALE) return response;
  throw new FetchProblem(await problemsOf(response), response.status);
}

/**
 * Return when something was changed, and by whom, in words.
 * @param {{at: string, by: string}} item
 */
export function changedWords({ at, by }) {
  const when = new Date(at).toLocaleString('en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  });
  return `${when}, by ${by === 'not stated' ? 'somebody whose role is not stated' : by}`;
}
