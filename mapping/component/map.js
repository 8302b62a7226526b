/**
 * The app's own map. It is made once for each place in the page; a later message recolours it
 * where it stands. Shapes, figures and services are fetched by address and kept.
 */

import { FetchProblem, getJson, getLeaflet } from './fetching.js';
import { el } from './elements.js';
import { Finder } from './find.js';
import { addStyles, buildFrame, hideProblem, isDark, showProblem } from './frame.js';
import { drawLegend } from './legend.js';
import { areaLine, nameOf, Tip, whereabouts, writeNote } from './note.js';
import { Scene } from './scene.js';
import { Table } from './table.js';
import { byGap } from './words.js';

const made = new WeakMap();

/**
 * Draw what a message says, or bring what is drawn up to it.
 * @param {{data: object, parentElement: ParentNode, setTriggerValue: Function}} component
 * @returns {() => void} takes the map down
 */
export function draw({ data, parentElement, setTriggerValue }) {
  if (!made.has(parentElement)) made.set(parentElement, new PatchMap(parentElement));
  const map = made.get(parentElement);
  map.update(data, (pick) => setTriggerValue('pick', pick));
  return () => {
    map.remove();
    made.delete(parentElement);
  };
}

class PatchMap {
  constructor(parent) {
    this.parent = parent;
    this.turn = 0;
    this.selected = null;
    this.sent = []; // choices that the page has not yet answered
    this.pointed = null;
    this.state = { features: [], figures: [], points: [], places: [], sources: [], parameters: {} };
    this.frame = buildFrame({
      zoomIn: () => this.scene?.map.zoomIn(),
      zoomOut: () => this.scene?.map.zoomOut(),
      showAll: () => this.showAll(),
    });
    this.tip = new Tip(this.frame.stage);
    this.finder = new Finder((item) => this.find(item), (item) => this.pointAt(item));
    this.table = new Table((index) => this.find({ kind: 'area', id: this.state.features[index].id }));
    this.frame.top.append(this.finder.element);
    this.frame.foot.append(this.table.element);
    this.frame.canvas.addEventListener('keydown', (event) => this.onKey(event));
    this.frame.canvas.addEventListener('pointerdown', () => this.byPointer(true), { capture: true });
    this.frame.canvas.addEventListener('blur', () => this.byPointer(false));
  }

  /** A ring around the whole map says where the keys go; a pointer needs none. */
  byPointer(on) {
    this.frame.canvas.classList.toggle('by-pointer', on);
  }

  /** Take a message in. */
  update(message, trigger) {
    this.trigger = trigger;
    const told = JSON.stringify(message.selected);
    if (told !== this.told && !this.isOvertaken(told)) this.selected = message.selected;
    this.told = told;
    this.state.message = message;
    this.refresh();
  }

  /** Whether the page tells of a choice that the person has already changed again. */
  isOvertaken(told) {
    const at = this.sent.lastIndexOf(told);
    this.sent = at < 0 ? [] : this.sent.slice(at + 1);
    return this.sent.length > 0;
  }

  remove() {
    this.turn += 1;
    this.scene?.remove();
    this.frame.root.remove();
  }

  /** Fetch what is not yet here, drawing each thing as it comes. */
  async refresh() {
    this.turn += 1;
    const turn = this.turn;
    const { map: addresses } = this.state.message;
    const here = (step) => (got) => turn === this.turn && step(got);
    this.frame.root.dataset.state = 'drawing';
    try {
      const coming = Object.fromEntries(
        Object.entries(addresses).map(([name, address]) => [name, getJson(address)]),
      );
      Object.values(coming).forEach((each) => each.catch(() => {}));
      await this.ready();
      await coming.areas.then(here((got) => this.takeAreas(got)));
      await Promise.all([
        coming.places.then(here((got) => this.takePlaces(got))),
        coming.points.then(here((got) => this.takePoints(got.points))),
        coming.figures.then(here((got) => this.takeFigures(got))),
      ]);
      here(() => this.finish())();
    } catch (error) {
      here(() => this.fail(error))();
    }
  }

  /** Load the styles and the map library, and make the drawing, once. */
  async ready() {
    const { component, leaflet } = this.state.message;
    this.loading ??= this.load(component, leaflet).catch((error) => {
      this.loading = null;
      throw error;
    });
    await this.loading;
  }

  async load(component, leaflet) {
    const addresses = [`${leaflet}/leaflet.css`, `${component}/map.css`];
    const [L] = await Promise.all([getLeaflet(leaflet), addStyles(this.parent, addresses)]);
    this.parent.append(this.frame.root);
    this.scene = new Scene(L, this.frame.canvas, {
      onHover: (about, at) => this.hover(about, at),
      onPick: (pick) => this.pick(pick),
    });
  }

  takeAreas(collection) {
    const { message } = this.state;
    const { scene } = this;
    this.colours = message.colours[isDark(this.frame.root) ? 'dark' : 'light'];
    this.setColours();
    scene.setBasemap(message.basemap);
    if (collection !== this.shapes) {
      scene.setAreas(collection);
      this.state.features = collection.features;
      this.shapes = collection;
    }
    const look = JSON.stringify([message.classes, message.colourBy, this.colours]);
    if (look !== this.look) scene.paint(message.classes, this.colours, message.legend.marked);
    this.recoloured = look !== this.look;
    this.look = look;
  }

  takePlaces(collection) {
    if (collection === this.state.placeShapes && !this.recoloured) return;
    this.state.placeShapes = collection;
    this.state.places = collection.features;
    this.scene.setPlaces(collection);
  }

  takePoints(points) {
    this.state.points = points;
    this.scene.setPoints(points);
  }

  takeFigures(got) {
    Object.assign(this.state, got);
    this.order = byGap(got.figures, this.state.features.length);
  }

  /** Bring the words around the drawing up to it. */
  finish() {
    const { state, frame } = this;
    const { message } = state;
    hideProblem(frame.stage);
    frame.canvas.setAttribute('aria-label', `Map of ${message.title}`);
    frame.badge.hidden = !message.illustrative;
    frame.badge.textContent = `Illustrative: not real ${message.area}s`;
    this.showCredits();
    this.showLegend();
    this.finder.setItems(findable(state), `Find a ${message.area}, place or service`);
    this.table.update(state);
    this.showChosen();
    this.lookAtFocus();
    requestAnimationFrame(() => {
      frame.root.dataset.drawn = Number(frame.root.dataset.drawn ?? 0) + 1;
      frame.root.dataset.state = 'drawn';
    });
  }

  /** Show what the page is about as large as it goes; once, so that the person may move away. */
  lookAtFocus() {
    const { focus } = this.state.message;
    const told = JSON.stringify(focus);
    if (focus && told !== this.focusTold) this.scene.lookAt(focus);
    this.focusTold = told;
  }

  setColours() {
    for (const [name, value] of Object.entries(this.colours)) {
      if (typeof value === 'string') this.frame.root.style.setProperty(`--map-${name}`, value);
    }
  }

  showCredits() {
    const { message: { basemap, title, date }, credits } = this.state;
    const lines = [`${title}, ${date}.`, ...credits, basemap?.credit].filter(Boolean);
    this.frame.credits.textContent = lines.join(' ');
  }

  showLegend() {
    const { message, points } = this.state;
    const told = JSON.stringify([message.legend, this.colours, message.places, points]);
    if (told === this.legendTold) return;
    this.legendTold = told;
    const highlight = (code) => this.scene.highlight(code);
    this.frame.legend.replaceChildren(drawLegend(message, this.colours, points, highlight));
  }

  fail(error) {
    console.error(error);
    if (!this.frame.root.isConnected) this.parent.append(this.frame.root);
    const words = error instanceof FetchProblem ? error.message : 'Something went wrong in drawing it.';
    this.frame.root.dataset.state = 'failed';
    showProblem(this.frame.stage, words, () => this.refresh());
  }

  showAll() {
    if (!this.scene) return;
    this.scene.moved = false;
    this.scene.showAll();
  }

  /** Follow the pointer. */
  hover(about, at) {
    const index = about?.kind === 'area' ? about.index : null;
    if (index !== this.pointed) this.scene.outlineHover(index);
    this.pointed = index;
    const same = about && about.kind === this.noted?.kind && about.index === this.noted?.index;
    const note = same ? this.tip.note ?? writeNote(about, this.state) : about && writeNote(about, this.state);
    this.noted = about;
    if (note && at) this.tip.show(note, at);
    else this.tip.hide();
  }

  /** Take a choice made on the map; choosing the same again lets it go. */
  pick(pick) {
    const same = pick && this.selected?.kind === pick.kind && this.selected?.id === pick.id;
    this.selected = same ? null : pick;
    this.showChosen();
    this.sent.push(JSON.stringify(this.selected));
    this.trigger(this.selected ?? { kind: 'none', id: '' });
  }

  /** Take a choice made by name. */
  find({ kind, id }) {
    this.selected = null;
    this.scene.bringIntoSight({ kind, id });
    this.pick({ kind, id });
  }

  pointAt(item) {
    if (item?.kind !== 'area') return this.hover(null);
    const index = this.indexOf(item);
    return this.hover({ kind: 'area', index }, this.scene.middleOf(index));
  }

  indexOf({ kind, id }) {
    const { features, points, places } = this.state;
    if (kind === 'asset') return points.findIndex((point) => point.ids.includes(id));
    return (kind === 'area' ? features : places).findIndex((feature) => feature.id === id);
  }

  showChosen() {
    const { frame, selected } = this;
    this.scene.outlineChosen(selected);
    const index = selected ? this.indexOf(selected) : -1;
    frame.chosen.hidden = index < 0;
    if (index < 0) return frame.chosen.replaceChildren();
    const words = nameOf(selected.kind, index, this.state);
    const clear = { type: 'button', class: 'close', 'aria-label': `Let go of ${words}`, onclick: () => this.letGo() };
    frame.chosen.replaceChildren(el('span', {}, words), el('button', clear, '×'));
    this.say(`Chosen: ${selected.kind === 'area' ? areaLine(index, this.state) : words}`);
    return undefined;
  }

  letGo() {
    if (this.selected) this.pick(this.selected);
    this.hover(null);
    this.say('Nothing chosen.');
    this.frame.canvas.focus({ preventScroll: true });
  }

  say(words) {
    if (this.frame.live.textContent !== words) this.frame.live.textContent = words;
  }

  onKey(event) {
    this.byPointer(false);
    if (event.ctrlKey || event.altKey || event.metaKey || !this.order) return;
    const step = { n: 1, p: -1 }[event.key.toLowerCase()];
    if (step) this.stepTo(step);
    else if (event.key === 'Enter' && this.pointed !== null) {
      this.pick({ kind: 'area', id: this.state.features[this.pointed].id });
    } else if (event.key === 'Escape') this.letGo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Step to the next area by gap, bring it into sight and say it. */
  stepTo(step) {
    const count = this.order.length;
    const from = this.pointed === null ? -1 : this.order.indexOf(this.pointed);
    const place = from < 0 && step < 0 ? count - 1 : (from + step + count) % count;
    const index = this.order[place];
    this.scene.bringIntoSight({ kind: 'area', id: this.state.features[index].id });
    this.hover({ kind: 'area', index }, this.scene.middleOf(index));
    this.say(`${place + 1} of ${count}. ${areaLine(index, this.state)}`);
  }
}

/** List everything that can be found by name. */
function findable({ features, places, points, message }) {
  return [
    ...places.map(({ id, properties }) => ({
      kind: 'place', id, name: properties.name, detail: `One of the ${message.places}`,
    })),
    ...points.map((point) => ({
      kind: 'asset', id: point.ids[0], name: point.label, detail: point.kind,
    })),
    ...features.map(({ id, properties }) => ({
      kind: 'area', id, name: properties.name, detail: [properties.code, properties.district].join(', '),
    })),
  ];
}
