/** What is drawn: areas, the heavy outline, places with their names, services, what is chosen. */

import { drawingKinds, hatching } from './canvas.js';
import { el, stillness } from './elements.js';
import { outerLines, ringsOf } from './outline.js';

const UNKNOWN = 9;
const DIMMED = 0.16;
const EDGE = { interactive: false, fill: false, lineJoin: 'round' };

/** The drawing itself; it knows nothing of the page around it. */
export class Scene {
  /**
   * @param {any} L Leaflet's module
   * @param {HTMLElement} holder
   * @param {{onHover: Function, onPick: Function}} listeners
   */
  constructor(L, holder, { onHover, onPick }) {
    this.L = L;
    this.kinds = drawingKinds(L);
    this.map = L.map(holder, mapOptions(L, stillness(), new this.kinds.Canvas({ padding: 0.15 })));
    L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(this.map);
    this.map.attributionControl?.remove();
    this.onHover = onHover;
    this.onPick = onPick;
    this.areas = [];
    this.features = [];
    this.points = [];
    this.moved = false;
    this.groups = this.makeGroups();
    this.watch(holder);
  }

  makeGroups() {
    const names = ['areas', 'marked', 'places', 'chosen', 'hover', 'points', 'names'];
    return Object.fromEntries(names.map((name) => [name, this.L.featureGroup().addTo(this.map)]));
  }

  watch(holder) {
    this.map.on('dragstart zoomstart', (event) => {
      if (!this.fitting) this.moved = true;
      if (event.type === 'zoomstart') this.onHover(null);
    });
    this.map.on('zoomend', () => this.tidyNames());
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(holder);
  }

  resized() {
    this.map.invalidateSize({ animate: false, pan: false });
    if (!this.moved) this.showAll();
    this.tidyNames();
  }

  /** Take the drawing down. */
  remove() {
    this.resizing.disconnect();
    this.map.remove();
  }

  /** Show a background of tiles, where the settings name one. */
  setBasemap(basemap) {
    if (this.tiles || !basemap) return;
    this.tiles = this.L.tileLayer(basemap.tiles).addTo(this.map);
  }

  /** Draw the areas' shapes, in the order of the classes to come. */
  setAreas(collection) {
    this.groups.areas.clearLayers();
    this.features = collection.features;
    this.areas = this.features.map((feature, index) => this.makeArea(feature, index));
    this.moved = false;
    this.showAll();
  }

  makeArea(feature, index) {
    const area = this.L.polygon(this.latLngs(feature.geometry), { weight: 0.6, fillOpacity: 1 });
    area.on('mousemove', (event) => this.onHover({ kind: 'area', index }, event.containerPoint));
    area.on('mouseout', () => this.onHover(null));
    area.on('click', () => this.onPick({ kind: 'area', id: feature.id }));
    return area.addTo(this.groups.areas);
  }

  latLngs({ type, coordinates }) {
    return this.L.GeoJSON.coordsToLatLngs(coordinates, type === 'Polygon' ? 1 : 2);
  }

  /**
   * Colour the areas.
   * @param {string} classes a digit for each area
   * @param {object} colours
   * @param {number|null} marked the class that a heavy outline marks as well
   */
  paint(classes, colours, marked) {
    this.classes = [...classes].map(Number);
    this.colours = colours;
    this.fills = [...colours.scale];
    this.fills[UNKNOWN] = hatching(colours);
    this.opacity = this.tiles ? 0.78 : 1;
    this.areas.forEach((area, index) => {
      const code = this.classes[index];
      area.setStyle({ fillColor: this.fills[code], color: colours.line, fillOpacity: this.opacity });
    });
    this.mark(marked);
  }

  /** Outline the marked class heavily, on its own side of the line. */
  mark(marked) {
    this.groups.marked.clearLayers();
    const inside = this.areas.filter((_, index) => this.classes[index] === marked);
    if (!inside.length) return;
    const features = this.features.filter((_, index) => this.classes[index] === marked);
    const lines = outerLines(features.map((feature) => ringsOf(feature.geometry)));
    const latLngs = this.L.GeoJSON.coordsToLatLngs(lines, 1);
    const style = { ...EDGE, inside, color: this.colours.ink, weight: 2.25, smoothFactor: 0 };
    this.L.polyline(latLngs, style).addTo(this.groups.marked);
  }

  /** Bring one class forward, or, with null, none. */
  highlight(code) {
    this.areas.forEach((area, index) => {
      const stands = code === null || this.classes[index] === code;
      area.setStyle({ fillOpacity: stands ? this.opacity : DIMMED });
    });
  }

  /** Draw the places' outlines and names. */
  setPlaces(collection) {
    this.places = collection.features;
    this.groups.places.clearLayers();
    this.groups.names.clearLayers();
    const { outline, halo } = this.colours;
    const style = { ...EDGE, color: outline, weight: 1.1, halo, haloWeight: 2.2, opacity: 0.85 };
    this.names = this.places.map((feature) => {
      this.L.polygon(this.latLngs(feature.geometry), style).addTo(this.groups.places);
      return this.makeName(feature);
    });
    this.groups.points.bringToFront();
    this.tidyNames();
  }

  makeName({ id, properties }) {
    const label = el('span', { class: 'place-name' }, properties.name);
    const icon = this.L.divIcon({ html: label, className: 'place-holder', iconSize: null });
    const at = [properties.label[1], properties.label[0]];
    const marker = this.L.marker(at, { icon, keyboard: false }).addTo(this.groups.names);
    marker.on('click', () => this.onPick({ kind: 'place', id }));
    return { id, label, marker };
  }

  /** Move each name off the others and into sight; hide the ones that find no room. */
  tidyNames() {
    const { x: right, y: bottom } = this.map.getSize();
    const taken = [[0, 0, 50, 124], [right - 280, 0, right, 40]]; // the buttons, and the badge
    for (const { label, marker } of this.names ?? []) {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      const [width, height] = [label.offsetWidth / 2 + 3, label.offsetHeight / 2];
      const seen = x > 0 && x < right && y > 0 && y < bottom;
      const aside = seen ? Math.min(Math.max(x, width), right - width) - x : 0;
      const boxes = [0, -1.1, 1.1].map((step) => boxAbout(x + aside, y + step * height, width, height));
      const place = boxes.findIndex((box) => taken.every((other) => apart(box, other)));
      label.classList.toggle('is-hidden', place < 0);
      if (place < 0) continue;
      label.style.left = `${aside}px`;
      label.style.top = `${[0, -1.1, 1.1][place] * height}px`;
      taken.push(boxes[place]);
    }
  }

  /** Draw the services. */
  setPoints(points) {
    this.points = points;
    this.groups.points.clearLayers();
    const { ink, halo } = this.colours;
    const size = points.length > 150 ? 4.5 : 6;
    points.forEach((point, index) => {
      const { shape, hollow, at, ids } = point;
      const options = { shape, hollow, size, ink, halo, count: ids.length, radius: 12 };
      const symbol = new this.kinds.Symbol(at, options);
      symbol.on('mousemove', (event) => this.onHover({ kind: 'asset', index }, event.containerPoint));
      symbol.on('mouseout', () => this.onHover(null));
      symbol.on('click', () => this.onPick({ kind: 'asset', id: ids[0] }));
      symbol.addTo(this.groups.points);
    });
  }

  /** Outline what is pointed at. */
  outlineHover(index) {
    this.groups.hover.clearLayers();
    if (index === null) return;
    const { ink, halo } = this.colours;
    const style = { ...EDGE, color: ink, weight: 1.6, halo, haloWeight: 2.5, opacity: 1 };
    this.L.polygon(this.areas[index].getLatLngs(), style).addTo(this.groups.hover);
    this.groups.points.bringToFront();
  }

  /** Outline what is chosen, for as long as it is. */
  outlineChosen(pick) {
    this.groups.chosen.clearLayers();
    const shape = pick ? this.shapeOf(pick) : null;
    if (!shape) return;
    shape.addTo(this.groups.chosen);
    this.groups.points.bringToFront();
  }

  shapeOf({ kind, id }) {
    const { accent, halo } = this.colours;
    const style = { ...EDGE, color: accent, weight: 3, halo, haloWeight: 3.5, opacity: 1 };
    if (kind === 'asset') {
      const point = this.points.find(({ ids }) => ids.includes(id));
      return point ? this.L.circleMarker(point.at, { ...style, radius: 13 }) : null;
    }
    const found = (kind === 'area' ? this.features : this.places ?? []).find((each) => each.id === id);
    return found ? this.L.polygon(this.latLngs(found.geometry), style) : null;
  }

  /** Bring something into sight, moving no more than that needs. */
  bringIntoSight(pick) {
    const shape = this.shapeOf(pick);
    if (!shape) return;
    const bounds = shape.getBounds ? shape.getBounds() : this.L.latLngBounds([shape.getLatLng()]);
    const animate = !stillness();
    if (this.map.getBounds().contains(bounds)) return;
    this.moved = true;
    this.map.panInsideBounds(bounds, { animate });
    if (!this.map.getBounds().intersects(bounds)) this.map.fitBounds(bounds, { animate, maxZoom: 13 });
  }

  /** Show one thing as large as it goes. */
  lookAt(pick) {
    const shape = this.shapeOf(pick);
    if (!shape?.getBounds) return;
    this.moved = true;
    this.map.fitBounds(shape.getBounds(), { animate: false, padding: [24, 24] });
  }

  /** Where an area is written about: its middle, in pixels of the map. */
  middleOf(index) {
    return this.map.latLngToContainerPoint(this.areas[index].getBounds().getCenter());
  }

  /** Show the whole of the areas. */
  showAll() {
    const bounds = this.groups.areas.getBounds();
    if (!bounds.isValid()) return;
    this.fitting = true;
    this.map.fitBounds(bounds, { animate: false, paddingTopLeft: [10, 36], paddingBottomRight: [10, 16] });
    this.fitting = false;
  }
}

function mapOptions(L, still, renderer) {
  return {
    renderer,
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    maxZoom: 17,
    center: [52.4, 0],
    zoom: 8,
  };
}

function boxAbout(x, y, width, height) {
  return [x - width, y - height, x + width, y + height];
}

function apart(a, b) {
  return a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
}
