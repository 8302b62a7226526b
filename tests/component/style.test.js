import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { COMPONENT, read } from './dom.js';

const files = readdirSync(COMPONENT);
const scripts = files
  .filter((name) => name.endsWith('.js'))
  .map(read)
  .join('\n');

/** The classes that a style names, but for Leaflet's own and those of pictures that Python draws. */
function classesIn(css) {
  const rules = css.replace(/\/\*.*?\*\//gs, '').replace(/\{[^{}]*\}/g, ' ');
  const named = [...rules.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name);
  return new Set(
    named.filter((name) => !/^(leaflet|kyp|st)-/.test(name) && !name.endsWith('-root')),
  );
}

for (const name of files.filter((file) => file.endsWith('.css'))) {
  test(`every class that ${name} dresses is made by a script`, () => {
    for (const each of classesIn(read(name))) {
      assert.match(scripts, new RegExp(`['" ]${each}['" ]`), each);
    }
  });
}

test('every style of the map is fetched, and every style that is fetched is there', () => {
  const [, list] = read('map.js').match(/const STYLES = \[(.*?)\]/s);
  const fetched = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name);
  const own = [
    'glossary',
    'kept_scenarios',
    'records',
    'list_tools',
    'picture',
    'places_table',
    'question_bar',
    'ranking',
    'room',
    'tour',
  ];
  const widgets = own.map((name) => `${name}.css`);
  assert.deepEqual(
    [...fetched, ...widgets].sort(),
    files.filter((name) => name.endsWith('.css')),
  );
});
