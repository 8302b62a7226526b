import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './dom.js';

const L = await import('leaflet/dist/leaflet-src.esm.js');
const { forgetWord, keepWord } = await import('../../mapping/component/address.js');
const { Looking } = await import('../../mapping/component/looking.js');

/** A scene of which only the view is there. */
function makeScene() {
  const map = L.map(document.createElement('div'), { center: [52.4, 0], zoom: 8, zoomSnap: 0 });
  const scene = { map, view: { isMoved: false }, sight: { times: 0 } };
  scene.view.lookFrom = (at, zoom) => {
    scene.view.isMoved = true;
    map.setView(at, zoom, { animate: false });
  };
  scene.sight.showWhole = () => {
    scene.view.isMoved = false;
    scene.sight.times += 1;
    map.setView([52.4, 0], 8, { animate: false });
  };
  return scene;
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 170));
let pack = 0;
beforeEach(() => {
  pack += 1;
  window.history.replaceState(null, '', '/map?service=gp');
});

test('a view of the address is shown, and one that is moved is written to it', async () => {
  const scene = makeScene();
  const looking = new Looking(scene);
  looking.take([52.66, 0.16, 12], pack);
  assert.equal(scene.map.getZoom(), 12);
  assert.equal(window.location.search, '?service=gp&at=52.66,0.16,12');
  scene.map.setView([52.5, 0.1], 11, { animate: false });
  await rest();
  assert.equal(window.location.search, '?service=gp&at=52.5,0.1,11');
  looking.leave();
});

test('the whole area has no view in the address', async () => {
  const scene = makeScene();
  const looking = new Looking(scene);
  looking.take([52.66, 0.16, 12], pack);
  scene.sight.showWhole();
  await rest();
  assert.equal(window.location.search, '?service=gp');
  looking.leave();
});

test('what the page said before does not undo where the person went since', async () => {
  const scene = makeScene();
  const looking = new Looking(scene);
  looking.take([52.66, 0.16, 12], pack);
  scene.map.setView([52.5, 0.1], 11, { animate: false });
  await rest();
  looking.take([52.66, 0.16, 12], pack); // a word of the question changed
  assert.equal(scene.map.getZoom(), 11);
  looking.leave();
  const again = makeScene(); // after another page
  const later = new Looking(again);
  later.take([52.66, 0.16, 12], pack);
  assert.equal(again.map.getZoom(), 11);
  later.take([52.6, 0.2, 13], pack); // another address
  assert.equal(again.map.getZoom(), 13);
  later.take(null, pack);
  assert.equal(again.sight.times, 1);
  later.leave();
});

test('a map whose view is in no address writes none', async () => {
  const scene = makeScene();
  const looking = new Looking(scene);
  looking.take(undefined, pack);
  scene.map.setView([52.5, 0.1], 11, { animate: false });
  await rest();
  assert.equal(window.location.search, '?service=gp');
  looking.leave();
});

test('an address that is written anew keeps the words of its page, and only of its page', () => {
  keepWord('at', '52.5,0.1,11');
  window.history.pushState(null, '', '/map?service=library&at=1,2,3');
  assert.equal(window.location.search, '?service=library&at=52.5,0.1,11');
  window.history.pushState(null, '', '/map');
  assert.equal(window.location.search, '?at=52.5,0.1,11');
  window.history.pushState(null, '', '/places?service=library');
  assert.equal(window.location.search, '?service=library');
  window.history.pushState(null, '', '/map?service=gp');
  forgetWord('at');
  window.history.pushState(null, '', '/map?service=gp');
  assert.equal(window.location.search, '?service=gp');
});
