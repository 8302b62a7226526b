/**
 * The app's own map. It is made once for each root in the page; a later message recolours it where
 * it stands. Shapes, figures and services are fetched by address and shared.
 *
 * @typedef {import('./types').Message} Message
 * @typedef {import('./types').State} State
 */

import { Choice } from './choice.js';
import { DownloadTool } from './download_tool.js';
import { FetchProblem, getJson, getLeaflet } from './fetching.js';
import { Finder } from './find.js';
import { findable } from './findable.js';
import { Fine } from './fine.js';
import { addStyles, buildFrame, hideProblem, showProblem } from './frame.js';
import { whileSeen } from './hearing.js';
import { helpTool } from './help_tool.js';
import { LayersTool } from './layers_tool.js';
import { Laying } from './laying.js';
import { Legend } from './legend.js';
import { Linking } from './linking.js';
import { Looking } from './looking.js';
import { NotesTable } from './notes_table.js';
import { Scene } from './scene.js';
import { beside, finerOutlines, shapeOf } from './shapes.js';
import { Table } from './table.js';
import { Taking } from './taking.js';
import { Tools } from './tools.js';
import { Turns } from './turns.js';

const STYLES = [
  'map.css',
  'toolbar.css',
  'note.css',
  'legend.css',
  'link.css',
  'find.css',
  'table.css',
  'tools.css',
  'kept_list.css',
  'note_pins.css',
  'layers_panel.css',
];

/** @type {WeakMap<Node, PatchMap>} */
const made = new WeakMap();

/**
 * Draw what a message asks for, or bring what is drawn up to it.
 * @type {import('./types').Draw}
 */
export function draw({ data, parentElement, setTriggerValue }) {
  const map = made.get(parentElement) ?? new PatchMap(parentElement);
  made.set(parentElement, map);
  map.update(data, (pick) => setTriggerValue('pick', pick));
  map.tools.tell = setTriggerValue;
  return () => {
    map.remove();
    if (made.get(parentElement) === map) made.delete(parentElement);
  };
}

class PatchMap {
  /** @param {import('./types').Root} parent */
  constructor(parent) {
    this.parent = parent;
    this.onPrint = () => this.print(true);
    this.onPrinted = () => this.print(false);
    this.drawn = 0;
    this.focused = ''; // what was shown as large as it goes, as text
    this.isRemoved = false;
    this.hasGone = false; // to what is chosen at first
    /** @type {ReturnType<typeof addStyles>|undefined} */
    this.styles = undefined;
    /** @type {Promise<void>|undefined} */
    this.loading = undefined;
    this.state = emptyState();
    /** @type {Message|undefined} */
    this.message = undefined; // as it was sent
    this.laying = new Laying(() => this.refresh());
    /** @type {DownloadTool|null} */
    this.download = null;
    this.frame = buildFrame({
      zoomIn: () => this.scene?.map.zoomIn(),
      zoomOut: () => this.scene?.map.zoomOut(),
      showAll: () => this.scene?.sight.showWhole(),
    });
    this.frame.addTool(helpTool(() => this.frame.closeTools()));
    this.choice = new Choice(this.frame, this.state, (pick) => this.trigger?.(pick));
    this.finder = new Finder(
      (item) => this.choice.find(item),
      (item) => this.choice.pointAt(item),
      (typed) => getJson(`${this.state.message.map.find}&q=${encodeURIComponent(typed)}`),
    );
    this.choice.fetchShape = (pick) => shapeOf(this.state.message, pick);
    /** @type {Looking|null} */
    this.looking = null;
    /** @type {Fine|null} */
    this.fine = null;
    this.table = new Table((index) =>
      this.choice.find({ kind: 'area', id: this.state.features[index].id }),
    );
    this.linking = new Linking(this.frame, this.choice);
    this.endHearing = whileSeen(() => this.hearNotes());
    window.addEventListener('beforeprint', this.onPrint); // before the legend, which opens what is folded
    window.addEventListener('afterprint', this.onPrinted);
    this.legend = new Legend((code) => {
      this.scene?.highlight(code);
      this.linking.link?.highlight(code);
    });
    this.choice.onTap = () => this.legend.press(null);
    this.tools = new Tools(this.frame, this.state, this.choice);
    this.frame.top.append(this.finder.element);
    this.frame.side.append(this.legend.element);
    new ResizeObserver(() => this.legend.fit()).observe(this.frame.stage);
    this.notes = new NotesTable();
    this.frame.foot.append(this.table.element, this.notes.element);
    const { choice, frame, laying, notes, state } = this;
    this.taking = new Taking(frame, state, choice, notes, () => this.showCredits());
    this.layers = new LayersTool(frame, laying, this.taking, (error) => this.fail(error));
    this.turns = new Turns(laying, this.taking, {
      ready: () => this.ready(),
      finish: () => this.finish(),
      fail: (error) => this.fail(error),
    });
  }

  /**
   * Take a message in.
   * @param {Message} message
   * @param {(pick: object) => void} trigger
   */
  update(message, trigger) {
    this.trigger = trigger;
    this.choice.take(message.selected);
    this.message = message;
    this.state.message = { ...this.state.message, ...message };
    this.layers.take(message);
    if (message.files) this.addDownloadTool();
    this.refresh();
  }

  /** Add the files of the page to the map, once. */
  addDownloadTool() {
    if (this.download) return;
    this.download = new DownloadTool();
    this.frame.addTool(this.download.tool);
  }

  /** Take the map down, and whatever is still on its way to it. */
  remove() {
    this.turns.stop();
    this.isRemoved = true;
    this.endHearing();
    window.removeEventListener('beforeprint', this.onPrint);
    window.removeEventListener('afterprint', this.onPrinted);
    this.linking.link?.leave();
    this.looking?.leave();
    this.laying.leave();
    this.scene?.remove();
    this.frame.root.remove();
    for (const link of this.styles?.links ?? []) link.remove();
  }

  /** Draw what the message asks for. */
  refresh() {
    this.frame.root.dataset.state = 'drawing';
    this.turns.next(/** @type {Message} */ (this.message));
  }

  /** Load the styles and the map library, and make the drawing, once. */
  async ready() {
    const { component, leaflet } = /** @type {Message} */ (this.message);
    this.loading ??= this.load(component, leaflet).catch((error) => {
      this.loading = undefined;
      throw error;
    });
    await this.loading;
  }

  /** @param {string} component @param {string} leaflet */
  async load(component, leaflet) {
    const addresses = [`${leaflet}/leaflet.css`, `${component}/${STYLES.join('+')}`];
    this.styles ??= addStyles(this.parent, addresses);
    const [L] = await Promise.all([getLeaflet(leaflet), this.styles.loaded]);
    if (this.isRemoved) return;
    this.parent.append(this.frame.root);
    this.parent.host?.setAttribute('data-kyp-map', ''); // by which others find it
    this.scene = new Scene(L, this.frame.canvas, {
      onHover: (about, at) => this.choice.follow(this.tools.aim.isAiming ? null : about, at),
      onPick: (pick, at) => this.tools.pick(pick, at),
      onList: (members, at) => this.tools.list(members, at),
      onNothing: () => this.tools.aim.isAiming || this.choice.pressNothing(),
    });
    this.scene.view.covered = () => this.linking.link?.covered ?? this.frame.covered();
    this.scene.view.coveredRight = () => this.frame.coveredRight();
    this.tools.setScene(this.scene);
    this.taking.setScene(this.scene);
    this.choice.scene = this.scene;
    this.looking = new Looking(this.scene);
    this.fine = new Fine(this.scene, (which) => getJson(beside(this.state.message, which)));
  }

  /** Bring the words around the drawing up to it. */
  finish() {
    const { state, frame } = this;
    const { message } = state;
    hideProblem(frame.stage);
    const heading = message.link?.heading;
    const title = heading ? `${heading}. ${message.title}` : message.title;
    frame.canvas.setAttribute('aria-label', `Map of ${title}`);
    frame.badge.hidden = !message.illustrative;
    frame.badge.textContent = `Illustrative: not real ${message.areas}`;
    this.showCredits();
    this.showLegend();
    this.finder.setItems(findable(state), `Find a place, ${message.area}, service or postcode`);
    this.table.update(state);
    this.fine?.set(finerOutlines(state));
    this.looking?.take(message.at, message.map.places.split('/places')[0]);
    this.layers.show();
    this.choice.show();
    this.goToChosen();
    this.tools.update();
    this.linking.take(message.link, this.scene);
    this.lookAtFocus();
    const { turn } = this.turns;
    requestAnimationFrame(() => {
      if (turn !== this.turns.turn) return; // another drawing has begun
      this.drawn += 1;
      frame.root.dataset.drawn = String(this.drawn);
      frame.root.dataset.state = 'drawn';
    });
  }

  /** Show the notes as they are kept now; nothing else is drawn anew. */
  async hearNotes() {
    const { state, taking, turns } = this;
    const { turn } = turns;
    if (!state.laid?.noted || taking.pins?.isRead) return;
    const body = await this.laying.newNotes(state.message);
    if (!body || turn !== turns.turn) return;
    taking.takeNotes(body);
    this.showLegend();
    this.layers.show();
  }

  showLegend() {
    const { colours, look } = this.taking;
    const { message, points, laid } = this.state;
    if (colours) this.legend.update(message, colours, points, laid, look);
  }

  /**
   * Draw in the colours of the light, at once, for as long as the page is printed: paper is white.
   * @param {boolean} isPaper
   */
  print(isPaper) {
    const { taking } = this;
    if (isPaper === taking.isPaper) return;
    taking.isPaper = isPaper;
    if (!taking.again) return;
    taking.again();
    this.showLegend();
    this.scene?.drawAtOnce();
  }

  /** Go to what the address has chosen, where it names no view of its own; at the first drawing. */
  goToChosen() {
    const { at, focus, selected } = this.state.message;
    const isFirst = !this.hasGone;
    this.hasGone = true;
    const isWhole = at === null && !this.scene?.view.isMoved;
    if (isFirst && isWhole && selected && !focus) this.choice.goTo(selected, true);
  }

  /** Show what the page is about as large as it goes; once, so that the person may move away. */
  lookAtFocus() {
    const { focus } = this.state.message;
    const told = JSON.stringify(focus);
    if (focus && told !== this.focused) {
      this.scene?.sight.lookAt(focus);
      this.hold(focus);
    }
    this.focused = told;
  }

  /**
   * Hold a linked map at the place that it is about, at the scale of the others.
   * @param {import('./types').Pick} focus
   */
  hold(focus) {
    if (!this.state.message.link?.held) return;
    const { link } = this.linking;
    link?.holdAt(this.scene?.sight.boundsOf(focus)?.getCenter() ?? null);
    link?.level();
  }

  showCredits() {
    const { message, credits, groundCredits, laid } = this.state;
    const all = new Set([...credits, ...(laid?.credits ?? []), ...groundCredits]);
    const lines = [`${message.title}, ${message.date}.`, ...all, message.basemap?.credit];
    this.frame.credits.textContent = lines.filter(Boolean).join(' ');
  }

  /** @param {unknown} error */
  fail(error) {
    console.error(error);
    if (!this.frame.root.isConnected) this.parent.append(this.frame.root);
    const isKnown = error instanceof FetchProblem;
    const words = isKnown ? error.message : 'Something went wrong in drawing it.';
    this.frame.root.dataset.state = 'failed';
    showProblem(this.frame.stage, words, () => this.refresh());
  }
}

/** @returns {State} what is known before the first message and its answers are here */
function emptyState() {
  const message = /** @type {Message} */ ({});
  const lists = {
    features: [],
    places: [],
    points: [],
    figures: [],
    credits: [],
    sources: [],
    groundCredits: [],
    factLabels: [],
  };
  return { message, heading: '', parameters: {}, laid: null, ...lists };
}
