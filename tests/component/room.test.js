import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import './dom.js';

const { default: showRoom } = await import('../../mapping/component/room.js');
const { default: showSkip } = await import('../../mapping/component/skip.js');

const WORDS = { answer: 'The answer', show_map: 'Show the map' };
const LINKS = { label: 'Skip', to_answer: 'Skip to the answer', to_map: 'Skip to the map' };
let isWide;
let container;
let top;
const usual = window.matchMedia;

beforeEach(() => {
  sessionStorage.clear();
  isWide = true;
  top = 160;
  window.matchMedia = () => ({ matches: isWide });
  globalThis.matchMedia = window.matchMedia;
  document.body.innerHTML = `<h1>Map</h1><main data-testid="stMain">
    <div data-testid="stMainBlockContainer"><div class="st-key-map-and-answer">
      <div class="host"></div><p class="kyp-answer">About 40 of 90.</p><div class="drawing"></div>
    </div></div></main>`;
  container = document.querySelector('.st-key-map-and-answer');
  container.getBoundingClientRect = () => ({ top });
});

afterEach(() => {
  window.matchMedia = usual;
  globalThis.matchMedia = usual;
});

/** A root as Streamlit makes one, in the light page. */
function run() {
  const host = document.querySelector('.host');
  const parent = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  if (!parent.firstChild) parent.innerHTML = '<div class="room-root"></div>';
  showRoom({ data: WORDS, parentElement: parent, setTriggerValue: () => {} });
  return parent;
}

/** A map, as map.js leaves one. */
function draw() {
  const host = document.querySelector('.drawing');
  host.setAttribute('data-kyp-map', '');
  host.attachShadow({ mode: 'open' }).innerHTML = '<div class="canvas" tabindex="0"></div>';
  return host.shadowRoot.querySelector('.canvas');
}

const room = () => container.style.getPropertyValue('--kyp-room');
const setHeight = (height) => {
  window.innerHeight = height;
};

test('the map is given what the window leaves below the question', () => {
  setHeight(768);
  run();
  assert.equal(room(), '602px');
  top = 190; // the question took another line
  window.dispatchEvent(new Event('resize'));
  assert.equal(room(), '572px');
});

test('a page that is scrolled gives the same room', () => {
  setHeight(768);
  document.querySelector('main').scrollTop = 100;
  top = 60;
  run();
  assert.equal(room(), '602px');
});

test('a low window still shows a map, and a narrow one a whole screen of it', () => {
  setHeight(300);
  run();
  assert.equal(room(), '400px');
  isWide = false;
  for (const [height, wanted] of [
    [300, '320px'],
    [600, '528px'],
    [900, '620px'],
  ]) {
    setHeight(height);
    window.dispatchEvent(new Event('resize'));
    assert.equal(room(), wanted);
  }
});

test('the answer folds to a line and back, and stays as it was on the next page', () => {
  const fold = run().querySelector('button');
  assert.equal(fold.getAttribute('aria-expanded'), 'true');
  fold.click();
  assert.equal(fold.getAttribute('aria-expanded'), 'false');
  assert.equal(container.dataset.answer, 'folded');
  run(); // the page ran again
  assert.equal(container.dataset.answer, 'folded');
  const next = document.createElement('div');
  next.className = 'room-root';
  document.querySelector('.host').shadowRoot.replaceChildren(next);
  const again = run().querySelector('button');
  assert.equal(again.getAttribute('aria-expanded'), 'false');
  again.click();
  assert.equal(container.dataset.answer, 'open');
});

test('the link of a narrow screen leads to the map', () => {
  const canvas = draw();
  run().querySelector('a').click();
  assert.equal(canvas.getRootNode().activeElement, canvas);
});

test('the first stops of a page lead to the answer, which opens, and to the map', () => {
  const canvas = draw();
  run().querySelector('button').click();
  showSkip({ data: LINKS });
  const [nav] = document.body.children;
  const [answer, map] = nav.querySelectorAll('a');
  assert.deepEqual(
    [answer.textContent, map.textContent],
    ['Skip to the answer', 'Skip to the map'],
  );
  answer.click();
  assert.equal(container.dataset.answer, 'open');
  assert.equal(document.activeElement, document.querySelector('.kyp-answer'));
  map.click();
  assert.equal(canvas.getRootNode().activeElement, canvas);
});

test('a page without an answer leads to its heading; every run leaves one set of links', () => {
  document.querySelector('.kyp-answer').remove();
  showSkip({ data: LINKS });
  const link = document.querySelector('.kyp-skip a');
  link.focus();
  showSkip({ data: LINKS });
  assert.equal(document.activeElement, link); // the page ran again under the keyboard
  assert.equal(document.querySelectorAll('.kyp-skip').length, 1);
  link.click();
  assert.equal(document.activeElement, document.querySelector('h1'));
});

test('a page that is gone is measured no more', () => {
  setHeight(768);
  run();
  container.remove();
  top = 300;
  window.dispatchEvent(new Event('resize'));
  assert.equal(room(), '602px');
});
