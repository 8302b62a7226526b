/** A scene with the areas, places and services of the message, and what it told of the pointer. */

import './dom.js';
import * as L from 'leaflet/dist/leaflet-src.esm.js';
import { AREAS, makeMessage, PLACES, POINTS } from './message.js';

const { Scene } = await import('../../mapping/component/scene.js');

export function makeScene() {
  const holder = document.createElement('div');
  document.body.replaceChildren(holder);
  const told = [];
  const scene = new Scene(L, holder, {
    onHover: (about) => told.push(['hover', about]),
    onPick: (pick) => told.push(['pick', pick]),
  });
  scene.setColours(makeMessage().colours.light);
  scene.setAreas(AREAS);
  scene.paint('8409', { unknown: 9, suppressed: 8 }, 8);
  scene.setPlaces(PLACES);
  scene.setPoints(POINTS.points);
  return { scene, told };
}

/** The groups that the canvas draws, from below to above. */
export function drawnOrder(scene) {
  const groups = Object.entries(scene.groups);
  const found = [];
  for (let each = scene.map.options.renderer._drawFirst; each; each = each.next) {
    const [name] = groups.find(([, group]) => group.hasLayer(each.layer));
    if (found.at(-1) !== name) found.push(name);
  }
  return found;
}
