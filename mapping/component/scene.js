/**
 * What is drawn: areas, the heavy outline, places with their names, services, what is chosen.
 *
 * @typedef {import('./types').L.LatLng} LatLng
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Collection} Collection
 * @typedef {import('./types').Colours} Colours
 * @typedef {import('./types').Pick} Pick
 * @typedef {import('./types').Point} Point
 */

import { Areas } from './areas.js';
import { drawingKinds, fillsOf } from './canvas.js';
import { COVERED } from './covering.js';
import { Ground } from './ground.js';
import { Names } from './names.js';
import { outlineOf } from './outline.js';
import { Services } from './services.js';
import { makeMap, View } from './view.js';

const OVER_TILES = 0.78;
const PIN = 'pin';
const OVER_DOORS = '615'; // the pane of the doors is 610, that of numbers 620
const LINE = 1.5; // pixels: the usual boundary
const CASING = 2.6; // how much wider what parts it from any fill is
/** @type {'butt'} */
const DASH_END = 'butt'; // round ends would fill the gaps of a wide line
/** @type {{interactive: false, fill: false, lineJoin: 'round'}} */
const EDGE = { interactive: false, fill: false, lineJoin: 'round' };

/** The drawing itself; it knows nothing of the page around it. */
export class Scene {
  /**
   * @param {import('./types').Leaflet} L
   * @param {HTMLElement} holder
   * @param {{onHover: import('./types').OnAbout,
   *   onPick: (pick: Pick, at?: import('./types').L.Point) => void, onNothing?: () => void,
   *   onList?: (members: number[], at: import('./types').L.Point) => void}} listeners `onList`: doors
   *   that cannot be told apart on any map
   */
  constructor(L, holder, { onHover, onPick, onList, onNothing }) {
    this.L = L;
    this.holder = holder;
    this.kinds = drawingKinds(L);
    const renderer = new this.kinds.Canvas({ padding: 0.15 });
    this.map = makeMap(L, holder, renderer);
    this.view = new View(this.map);
    this.onHover = onHover;
    this.onPick = onPick;
    this.onList = onList;
    this.onNothing = onNothing; // a press where nothing is
    /** @type {Feature[]} */
    this.places = [];
    /** @type {number|null} */
    this.marked = null; // the class that a heavy outline marks
    this.isDark = false;
    this.groups = this.makeGroups();
    /** @type {import('./types').L.LatLngBounds|null} */
    this.whole = null; // what all the areas take of the world
    this.isShown = false;
    this.covered = 0; // pixels at its right, by a panel
    /** @type {DOMRect|null} */
    this.over = null; // what lies on it that is none of its own, in pixels of the window
    this.onCovered = (/** @type {any} */ { detail }) => this.coverBy(detail);
    this.drawnAreas = new Areas(L, this.map, renderer);
    /** @type {{shapes: Feature[][], kind: string}} */
    this.laidOf = { shapes: [], kind: '' }; // what the laid lines are drawn of
    this.services = new Services(L, this.map, this.kinds);
    this.pins = this.makePins();
    this.names = new Names(L, this.map, () => ({
      symbols: this.services.boxes(),
      kept: this.overlays(),
    }));
    /** @type {unknown} */
    this.handled = null; // the event of the page that an area has taken
    /** @type {Pick|null} */
    this.chosen = null;
    /** @type {Feature|undefined} */
    this.chosenShape = undefined; // where it is not drawn
    /** @type {import('./types').LaidBody|null} */
    this.laid = null;
    /** @type {Ground|null} */
    this.ground = null;
    /** @type {(pick: Pick, feature?: Feature) => void} */
    this.findFiner = () => {}; // its finer outline, for what is chosen
    this.onWhole = () => {}; // the whole has been shown
    this.listen();
    this.watch(holder);
  }

  /** Make the canvas of a mark that is chosen: above clusters and names. */
  makePins() {
    const pane = this.map.createPane(PIN);
    pane.style.zIndex = OVER_DOORS;
    pane.style.pointerEvents = 'none';
    return new this.kinds.Canvas({ padding: 0.15, pane: PIN });
  }

  makeGroups() {
    const group = () => this.L.featureGroup().addTo(this.map);
    const [areas, marked, outlines, places, lines] = Array.from({ length: 5 }, group);
    const [chosen, hover] = Array.from({ length: 2 }, group);
    return { areas, marked, outlines, places, lines, chosen, hover };
  }

  /** @returns {Feature[]} */
  get features() {
    return this.drawnAreas.features;
  }

  /** @param {HTMLElement} holder */
  watch(holder) {
    this.map.on('zoomstart', () => this.onHover(null));
    this.map.on('zoomend', () => this.outlineChosen(this.chosen, this.chosenShape));
    this.map.on('moveend', () => this.tidy());
    this.map.on('mousemove', (event) => {
      if (event.originalEvent !== this.handled) this.hover(null, event.containerPoint);
    });
    this.map.on('click', (event) => {
      if (event.originalEvent !== this.handled) this.press(null, event.containerPoint);
    });
    this.resizing = new ResizeObserver(() => this.resized());
    this.resizing.observe(holder);
    this.covering = new ResizeObserver(() => this.coveredAnew());
    for (const each of this.around()) this.covering.observe(each);
    document.addEventListener(COVERED, this.onCovered);
  }

  /** @param {DOMRect|null} box what lies on the page now */
  coverBy(box) {
    if (JSON.stringify(box) === JSON.stringify(this.over)) return;
    this.over = box;
    this.tidy();
  }

  resized() {
    const before = this.map.getSize();
    this.map.invalidateSize({ animate: false, pan: false });
    const isSame = this.isShown && before.equals(this.map.getSize());
    if (!this.view.isMoved && !isSame) this.showAll();
    this.names.measure();
    this.tidy();
  }

  /** Show the whole beside a panel that has opened, where nobody has moved the map. */
  coveredAnew() {
    const covered = this.view.coveredRight();
    if (covered !== this.covered && !this.view.isMoved) this.showAll();
    this.covered = covered;
    this.tidy();
  }

  /** Let names find room again, those of the ground after those of places. */
  tidy() {
    this.names.tidy();
    this.ground?.tidy();
  }

  /** List the elements of the page that may lie on the map; the note beside the pointer is none. */
  around() {
    const stage = this.holder.parentElement;
    const all = stage ? [...stage.children, ...(stage.parentElement?.children ?? [])] : [];
    return all.filter((each) => !each.contains(this.holder) && !each.classList.contains('tip'));
  }

  /**
   * Return what lies on the map, in its pixels: what is drawn there is not seen.
   * @returns {import('./types').Box[]}
   */
  overlays() {
    const frame = this.holder.getBoundingClientRect();
    const own = this.holder.querySelectorAll('.leaflet-control'); // its scale
    const boxes = [...this.around(), ...own].map((each) => each.getBoundingClientRect());
    return [...boxes, ...(this.over ? [this.over] : [])].flatMap(({ left, top, right, bottom }) => {
      if (right <= left || bottom <= top) return [];
      const [x, y] = [frame.left, frame.top];
      return [[left - x, top - y, right - x, bottom - y]];
    });
  }

  /** Draw what is to be drawn with the next frame at once: a print does not wait for it. */
  drawAtOnce() {
    this.outlineChosen(this.chosen, this.chosenShape);
    this.map.eachLayer((/** @type {any} */ layer) => {
      if (!layer._redrawRequest) return;
      this.L.Util.cancelAnimFrame(layer._redrawRequest);
      layer._redraw();
    });
  }

  /** Take the drawing down. */
  remove() {
    this.resizing?.disconnect();
    this.covering?.disconnect();
    document.removeEventListener(COVERED, this.onCovered);
    this.map.remove();
  }

  /**
   * Show a background of tiles, where the settings name one.
   * @param {{tiles: string}|null} basemap
   */
  setBasemap(basemap) {
    if (this.tiles || !basemap) return;
    this.tiles = this.L.tileLayer(basemap.tiles).addTo(this.map);
    this.drawnAreas.setOpacity(OVER_TILES);
  }

  /**
   * Draw the ground beneath, or none.
   * @param {boolean} asked
   * @param {(rank: number) => Promise<any>} fetchRank
   * @param {(credits: string[]) => void} onCredits
   */
  setGround(asked, fetchRank, onCredits) {
    if (asked === Boolean(this.ground)) return;
    if (!asked) {
      for (const sheet of this.sheets) sheet.remove();
      this.ground = null;
      return;
    }
    const taken = () => this.taken();
    this.ground = new Ground(this.L, this.map, { fetchRank, taken, onCredits });
    for (const sheet of this.sheets) sheet.addTo(this.map);
    this.ground.setLook({ isDark: this.isDark, halo: this.look.halo });
    this.order();
  }

  /** @returns {any[]} */
  get sheets() {
    return this.ground ? [this.ground.beneath, this.ground.through, this.ground.names] : [];
  }

  /**
   * Where the names of settlements may not stand: on those of places and the lines to them, on services,
   * under panels.
   */
  taken() {
    const names = new Set(this.names.names.map(({ label }) => label.textContent ?? ''));
    const { boxes, lines } = this.names;
    return { boxes: [...boxes, ...lines, ...this.services.boxes(), ...this.overlays()], names };
  }

  /** Put everything in its order: the ground, areas, its lines, outlines, places, services. */
  order() {
    const { marked, outlines, places, lines, chosen, hover } = this.groups;
    this.ground?.beneath.bringToBack();
    this.ground?.through.bringToFront();
    for (const group of [marked, outlines, places, lines, chosen]) group.bringToFront();
    this.ground?.names.bringToFront(); // no line takes a letter of them
    for (const group of [hover, this.services]) group.bringToFront();
  }

  /**
   * Draw the areas' shapes, in the order of the classes to come.
   * @param {Collection} collection
   */
  setAreas(collection) {
    const { drawnAreas, groups } = this;
    const isFirst = !this.features.length;
    this.whole = drawnAreas.boundsOf(collection.features);
    drawnAreas.set(collection.features); // before it moves, which draws what is there
    if (isFirst || !this.view.isMoved) this.showWhole();
    groups.areas.addLayer(drawnAreas.sheet);
  }

  /**
   * Draw everything by the outlines that are to be drawn now, the finer or the general ones.
   * @param {Iterable<number>} areas whose outlines are others now
   */
  refine(areas) {
    if (!this.colours) return;
    this.drawnAreas.redraw(areas);
    this.mark(this.marked);
    const { shapes, kind } = this.laidOf;
    if (this.laid) this.drawLaid(this.laid, shapes, kind);
    else this.drawPlaces('', []);
    this.order();
    this.outlineChosen(this.chosen, this.chosenShape);
  }

  /** @returns {Feature[]} every place that is drawn, as a shape or by its lines */
  placesDrawn() {
    return [...this.features, ...this.places, ...this.laidOf.shapes.flat()];
  }

  /**
   * Follow the pointer over the areas, and take one as chosen where it is pressed: the door upon it
   * before it, and on a press the name.
   */
  listen() {
    const { sheet } = this.drawnAreas;
    const indexAt = (/** @type {any} */ { containerPoint }) =>
      this.drawnAreas.indexAt(this.map.containerPointToLayerPoint(containerPoint));
    sheet.on('mousemove', (/** @type {any} */ event) => {
      const index = indexAt(event);
      this.handled = event.originalEvent;
      this.hover(index < 0 ? null : { kind: 'area', index }, event.containerPoint);
    });
    sheet.on('mouseout', () => this.onHover(null));
    sheet.on('click', (/** @type {any} */ event) => {
      const feature = this.features[indexAt(event)];
      this.handled = event.originalEvent;
      this.press(feature ? { kind: 'area', id: feature.id } : null, event.containerPoint);
    });
  }

  /** @param {import('./types').About|null} under @param {import('./types').L.Point} at */
  hover(under, at) {
    const door = this.services.at(at);
    this.names.pointAt(door ? null : at);
    this.holder.classList.toggle('is-over', Boolean(door || this.names.pointed));
    this.onHover(door ?? under, at);
  }

  /** @param {Pick|null} under @param {import('./types').L.Point} at */
  press(under, at) {
    const door = this.services.at(at);
    const place = door ? null : this.names.at(at);
    if (door) this.pressDoor(door, at);
    else if (place) this.onPick({ kind: 'place', id: place }, at);
    else if (under) this.onPick(under, at);
    else {
      this.onHover(null);
      this.onNothing?.();
    }
  }

  /**
   * Choose a door; go into doors that are drawn as one, or list them where they never part.
   * @param {import('./types').About} door
   * @param {import('./types').L.Point} at
   * @returns {boolean} whether the map went into them
   */
  pressDoor({ index, members }, at) {
    if (!members) {
      this.onPick({ kind: 'asset', id: this.services.points[index].ids[0] }, at);
      return false;
    }
    const into = this.services.viewInto(members);
    if (into) this.view.goInto(into);
    else this.onList?.(members, at);
    return Boolean(into);
  }

  /** @param {Feature} feature @param {object} style */
  polygon(feature, style) {
    return this.L.polygon(this.drawnAreas.latLngs(feature), style);
  }

  /** @returns {Colours} */
  get look() {
    if (!this.colours) throw new Error('painted before its colours were known');
    return this.colours;
  }

  /**
   * Take the colours of the page's ground; places are drawn in them too.
   * @param {Colours} colours
   * @param {boolean} [isDark]
   */
  setColours(colours, isDark = false) {
    this.isDark = isDark;
    this.colours = colours;
    this.ground?.setLook({ isDark: this.isDark, halo: colours.halo });
    this.groups.places.setStyle(this.placeStyle());
  }

  /**
   * Colour the areas.
   * @param {string} classes a digit for each area
   * @param {{unknown: number, suppressed: number}} codes the classes of areas without a figure
   * @param {number|null} marked the class that a heavy outline marks as well
   */
  paint(classes, codes, marked) {
    const fills = fillsOf(this.look, codes);
    this.drawnAreas.paint([...classes].map(Number), fills, this.look.line);
    this.mark(marked);
  }

  /**
   * Outline the marked class heavily, on its own side of the line, below the places.
   * @param {number|null} marked
   */
  mark(marked) {
    this.marked = marked;
    this.groups.marked.clearLayers();
    const sheet = this.drawnAreas.mark(marked, this.look);
    if (sheet) this.groups.marked.addLayer(sheet);
    this.order();
  }

  /**
   * Bring one class forward, or, with null, none.
   * @param {number|null} code
   */
  highlight(code) {
    this.drawnAreas.highlight(code);
  }

  placeStyle() {
    const { ink, halo } = this.look;
    return { ...EDGE, color: ink, weight: LINE, halo, haloWeight: CASING, opacity: 1 };
  }

  /**
   * Draw the places' outlines and names.
   * @param {Collection} collection
   */
  setPlaces(collection) {
    this.places = collection.features;
    if (!this.laid) this.drawPlaces('', []);
    this.order();
    this.ground?.tidy();
  }

  /**
   * Draw what lies over the colours in place of the usual lines; the usual ones where it is null.
   * @param {import('./types').LaidBody|null} laid
   * @param {Feature[][]} shapes of each of its lines, then the areas where it has outlines
   * @param {string} kind of the places that can be chosen by their names
   */
  setLaid(laid, shapes, kind) {
    if (!laid && !this.laid) return;
    this.laid = laid;
    this.laidOf = { shapes, kind };
    this.drawLaid(laid, shapes, kind);
    this.setOpacity(laid?.opacity ?? 1);
    if (this.ground) {
      this.ground.opacity = laid?.ground ?? 1;
      this.ground.redraw();
    }
    this.order();
  }

  /**
   * Draw the outlines, the lines and the names of places.
   * @param {import('./types').LaidBody|null} laid
   * @param {Feature[][]} shapes
   * @param {string} kind
   */
  drawLaid(laid, shapes, kind) {
    this.groups.lines.clearLayers();
    this.groups.outlines.clearLayers();
    const areas = shapes[laid?.lines?.length ?? 0] ?? [];
    for (const each of laid?.outlines ?? []) this.addOutline(each, areas);
    laid?.lines?.forEach((line, at) => {
      this.addLine(line, shapes[at]);
    });
    this.drawPlaces(kind, shapes);
  }

  /** @param {import('./types').LaidOutline} outline @param {Feature[]} areas */
  addOutline({ inside, dash, opacity }, areas) {
    const { ink, halo } = this.look;
    const drawn = inside.map((at) => ({
      ...areas[at],
      geometry: this.drawnAreas.geometryOf(areas[at]),
    }));
    const latLngs = this.L.GeoJSON.coordsToLatLngs(outlineOf(drawn), 1);
    const style = { ...EDGE, color: ink, weight: 2.8, halo, haloWeight: 2.4, opacity };
    const dashed = { ...style, dashArray: dash.join(' '), smoothFactor: 0, lineCap: DASH_END };
    this.L.polyline(latLngs, dashed).addTo(this.groups.outlines);
  }

  /** @param {import('./types').LaidLine} line @param {Feature[]} places */
  addLine({ width, dash, opacity }, places) {
    const { ink, halo } = this.look;
    const line = { color: ink, weight: LINE * width, halo, haloWeight: CASING, opacity };
    const dashed = { dashArray: dash.join(' '), lineCap: DASH_END };
    for (const each of places) {
      this.polygon(each, { ...EDGE, ...line, ...dashed }).addTo(this.groups.lines);
    }
  }

  /**
   * Draw the question’s places, or where lines are laid the names of each kind, the highest first.
   * @param {string} kind
   * @param {Feature[][]} shapes
   */
  drawPlaces(kind, shapes) {
    const lines = this.laid?.lines;
    this.groups.places.clearLayers();
    if (lines) {
      const named = lines.map((line, at) => {
        return { places: shapes[at] ?? [], isChosenBy: line.kind === kind };
      });
      this.names.set(named.reverse().map((each, style) => ({ ...each, style })));
      return;
    }
    for (const each of this.places) {
      this.polygon(each, this.placeStyle()).addTo(this.groups.places);
    }
    this.names.set([{ places: this.places }]);
  }

  /** @param {number} opacity of the colours, 0 to 1 */
  setOpacity(opacity) {
    this.drawnAreas.setOpacity(opacity * (this.tiles ? OVER_TILES : 1));
  }

  /**
   * Draw the services.
   * @param {Point[]} points
   * @param {string[]} [look] the colour of each service
   */
  setPoints(points, look) {
    this.services.set(points, this.look, look);
    this.outlineChosen(this.chosen, this.chosenShape);
    this.tidy();
  }

  /**
   * Outline what is pointed at.
   * @param {number|null} index
   */
  outlineHover(index) {
    this.groups.hover.clearLayers();
    if (index === null) return;
    const { ink, halo } = this.look;
    const style = { ...EDGE, color: ink, weight: 1.6, halo, haloWeight: 2.5, opacity: 1 };
    this.polygon(this.features[index], style).addTo(this.groups.hover);
    this.services.bringToFront();
  }

  /**
   * Ring the door that is pointed at.
   * @param {import('./types').About} about
   */
  outlineDoor({ index }) {
    this.groups.hover.clearLayers();
    const { ink, halo } = this.look;
    const style = { ...EDGE, color: ink, weight: 1.6, halo, haloWeight: 2.5, opacity: 1 };
    const [id] = this.services.points[index]?.ids ?? [];
    this.services.ringAbout(id, style)?.addTo(this.groups.hover);
  }

  /**
   * Outline what is chosen, for as long as it is.
   * @param {Pick|null} pick
   * @param {Feature} [feature] its shape, where the map does not draw it
   */
  outlineChosen(pick, feature) {
    this.chosen = pick;
    this.chosenShape = feature;
    this.groups.chosen.clearLayers();
    if (!pick) return;
    this.findFiner(pick, feature);
    const own = feature ? this.polygon(feature, this.chosenStyle) : this.shapeOf(pick);
    const pin = pick.at && (pick.kind === 'spot' || !own) ? this.pinAt(pick.at) : [];
    for (const each of [own, ...pin]) each?.addTo(this.groups.chosen);
    this.ground?.names.bringToFront();
    this.services.bringToFront();
  }

  /** @returns {any} */
  get chosenStyle() {
    const { accent, halo } = this.look;
    return { ...EDGE, color: accent, weight: 3, halo, haloWeight: 3.5, opacity: 1 };
  }

  /** @param {import('./types').Position} at latitude and longitude */
  pinAt(at) {
    const over = { pane: PIN, renderer: this.pins };
    const ring = { ...this.chosenStyle, ...over, radius: 11 };
    const dot = { ...EDGE, ...over, fill: true, fillColor: this.look.accent, fillOpacity: 1 };
    return [
      this.L.circleMarker(at, ring),
      this.L.circleMarker(at, { ...dot, weight: 0, radius: 4 }),
    ];
  }

  /** @param {Pick} pick */
  shapeOf({ kind, id }) {
    const style = this.chosenStyle;
    if (kind === 'asset') return this.services.ringAbout(id, style);
    const found = (kind === 'area' ? this.features : this.places).find((each) => each.id === id);
    return found ? this.polygon(found, style) : null;
  }

  /**
   * Return the bounds of something drawn, or null where it is not here.
   * @param {Pick} pick
   */
  boundsOf(pick) {
    const shape = this.shapeOf(pick);
    if (!shape) return null;
    return 'getBounds' in shape ? shape.getBounds() : this.L.latLngBounds([shape.getLatLng()]);
  }

  /**
   * Return where an area is written about: its middle, in pixels of the map.
   * @param {number} index
   */
  middleOf(index) {
    return this.map.latLngToContainerPoint(this.drawnAreas.boundsOfOne(index).getCenter());
  }

  /**
   * Bring something into sight, moving no more than that needs.
   * @param {Pick} pick
   */
  bringIntoSight(pick) {
    const bounds = this.boundsOf(pick);
    if (bounds) this.view.bringIntoSight(bounds);
  }

  /**
   * Show one area or place as large as it goes.
   * @param {Pick} pick
   */
  lookAt(pick) {
    const bounds = pick.kind === 'asset' ? null : this.boundsOf(pick);
    if (bounds) this.view.lookAt(bounds);
  }

  /**
   * Go to something that was found or chosen: a shape, a box, or a point.
   * @param {Pick} pick
   * @param {Feature} [feature] its shape, where the map does not draw it
   * @param {boolean} [isAtOnce]
   */
  goTo(pick, feature, isAtOnce = false) {
    const { box, at } = pick;
    const shape = feature && this.polygon(feature, {}).getBounds();
    const corners = box && this.L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const bounds = shape ?? corners ?? this.boundsOf(pick) ?? (at && this.L.latLngBounds([at]));
    if (bounds) this.view.goTo(bounds, isAtOnce);
  }

  /**
   * Look from one point.
   * @param {[number, number]} at latitude and longitude
   * @param {number} zoom
   */
  lookFrom(at, zoom) {
    this.view.lookFrom(at, zoom);
  }

  /** Show the whole of the areas, and again whenever the map's size changes. */
  showWhole() {
    this.view.isMoved = false;
    this.showAll();
  }

  showAll() {
    if (!this.whole) return;
    this.view.showAll(this.whole);
    this.isShown = true;
    this.onWhole();
  }
}
