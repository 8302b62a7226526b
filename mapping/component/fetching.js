/** What is fetched, once for each address: every map on the page shares it. */

const kept = new Map();

/** Something that could not be fetched, said for the person. */
export class FetchProblem extends Error {}

/**
 * Fetch JSON, once.
 * @param {string} address
 * @returns {Promise<any>} shared: do not change it
 */
export function getJson(address) {
  if (!kept.has(address)) {
    const fetched = fetchJson(address);
    fetched.catch(() => kept.delete(address));
    kept.set(address, fetched);
  }
  return kept.get(address);
}

async function fetchJson(address) {
  let response;
  try {
    response = await fetch(address);
  } catch {
    throw new FetchProblem('The server cannot be reached. Check the connection.');
  }
  if (response.ok) return response.json();
  const said = await response.json().catch(() => ({}));
  const problems = Array.isArray(said.problems) ? said.problems.join(' ') : '';
  throw new FetchProblem(problems || `The server answered with an error (${response.status}).`);
}

let leaflet = null;

/**
 * Load the map library, once.
 * @param {string} folder
 * @returns {Promise<any>} its module
 */
export function getLeaflet(folder) {
  leaflet ??= import(new URL(`${folder}/leaflet-src.esm.js`, location.origin).href).catch(() => {
    leaflet = null;
    throw new FetchProblem('The map’s own script could not be fetched.');
  });
  return leaflet;
}
