/**
 * The app's own map. It is made once for each root in the page; a later message recolours it where
 * it stands. Shapes, figures and services are fetched by address and shared.
 *
 * @typedef {import('./types').Message} Message
 * @typedef {import('./types').State} State
 * @typedef {import('./types').Item} Item
 * @typedef {import('./types').Feature} Feature
 */

import { Choice } from './choice.js';
import { DownloadTool } from './download_tool.js';
import { FetchProblem, getJson, getLeaflet } from './fetching.js';
import { Finder } from './find.js';
import { Fine } from './fine.js';
import { addStyles, buildFrame, hideProblem, isDark, showProblem } from './frame.js';
import { helpTool } from './help_tool.js';
import { LayersPanel } from './layers_panel.js';
import { Laying } from './laying.js';
import { Legend } from './legend.js';
import { Link } from './link.js';
import { Looking } from './looking.js';
import { NotePins } from './note_pins.js';
import { NotesTable } from './notes_table.js';
import { Scene } from './scene.js';
import { Table } from './table.js';
import { Tools } from './tools.js';
import { byGap } from './words.js';

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
const SHEETS = 'M3 7l7-4 7 4-7 4zM3 10.5l7 4 7-4M3 14l7 4 7-4'; // the icon of layers

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
    this.turn = 0;
    this.isDark = false;
    this.isPaper = false; // while the page is printed, as light as paper
    /** @type {(() => void)|null} */
    this.again = null; // draws what is here in the colours of the page
    this.onPrint = () => this.print(true);
    this.onPrinted = () => this.print(false);
    this.drawn = 0;
    /** @type {Partial<Record<keyof import('./types').Addresses, string>>} */
    this.shown = {}; // the addresses of what is drawn
    /** @type {string[]} */
    this.look = []; // the colour of each kind of door
    this.told = { look: '', colours: '', focus: '', lines: '', doors: '' }; // what is drawn already, as text
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
    /** @type {LayersPanel|null} */
    this.panel = null;
    /** @type {DownloadTool|null} */
    this.download = null;
    /** @type {import('./types').Catalogue|null} */
    this.catalogue = null;
    this.isDescribing = false; // the list of layers is open
    this.frame = buildFrame({
      zoomIn: () => this.scene?.map.zoomIn(),
      zoomOut: () => this.scene?.map.zoomOut(),
      showAll: () => this.scene?.showWhole(),
    });
    this.frame.addTool(helpTool(() => this.frame.closeTools()));
    this.choice = new Choice(this.frame, this.state, (pick) => this.trigger?.(pick));
    this.finder = new Finder(
      (item) => this.choice.find(item),
      (item) => this.choice.pointAt(item),
      (typed) => getJson(`${this.state.message.map.find}&q=${encodeURIComponent(typed)}`),
    );
    this.choice.fetchShape = (pick) => this.shapeOf(pick);
    /** @type {Looking|null} */
    this.looking = null;
    /** @type {Fine|null} */
    this.fine = null;
    this.table = new Table((index) =>
      this.choice.find({ kind: 'area', id: this.state.features[index].id }),
    );
    /** @type {Link|null} */
    this.link = null;
    window.addEventListener('beforeprint', this.onPrint); // before the legend, which opens what is folded
    window.addEventListener('afterprint', this.onPrinted);
    this.legend = new Legend((code) => {
      this.scene?.highlight(code);
      this.link?.highlight(code);
    });
    this.choice.onTap = () => this.legend.press(null);
    this.tools = new Tools(this.frame, this.state, this.choice);
    this.frame.top.append(this.finder.element);
    this.frame.side.append(this.legend.element);
    new ResizeObserver(() => this.legend.fit()).observe(this.frame.stage);
    this.notes = new NotesTable();
    this.frame.foot.append(this.table.element, this.notes.element);
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
    this.addLayersTool();
    if (message.files) this.addDownloadTool();
    this.refresh();
  }

  /** Add the files of the page to the map, once. */
  addDownloadTool() {
    if (this.download) return;
    this.download = new DownloadTool();
    this.frame.addTool(this.download.tool);
  }

  /** Add the list of layers to the map, where they may be changed. */
  addLayersTool() {
    if (this.panel || this.message?.layers === undefined) return;
    this.panel = new LayersPanel((asked) => this.laying.lay(asked));
    this.frame.addTool({
      key: 'layers',
      label: 'Layers',
      icon: SHEETS,
      text: true,
      panel: this.panel.element,
      onOpen: () => {
        this.isDescribing = true;
        this.describeLayers();
      },
      onClose: () => {
        this.isDescribing = false;
      },
    });
  }

  /** Fetch what the list says of layers that are off, and what can be added. */
  async describeLayers() {
    const { message } = this;
    if (!message?.layer) return;
    try {
      const coming = [getJson(message.layer.catalogue), this.laying.describe(message)];
      [this.catalogue] = await Promise.all(coming);
      this.showLayers();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Bring the list of layers up to what lies on the map. */
  showLayers() {
    const { laying, isDark, catalogue } = this;
    const { asked, bodies, problems, look } = laying;
    if (look) this.panel?.update({ asked, bodies, problems, look, isDark, catalogue });
    if (this.isDescribing && laying.lacksWords()) this.describeLayers();
  }

  /** Take the map down, and whatever is still on its way to it. */
  remove() {
    this.turn += 1;
    this.isRemoved = true;
    window.removeEventListener('beforeprint', this.onPrint);
    window.removeEventListener('afterprint', this.onPrinted);
    this.link?.leave();
    this.looking?.leave();
    this.laying.leave();
    this.scene?.remove();
    this.frame.root.remove();
    for (const link of this.styles?.links ?? []) link.remove();
  }

  /** Fetch what is not yet here, drawing each thing as it comes; a later turn stops an earlier one. */
  async refresh() {
    this.turn += 1;
    const turn = this.turn;
    /** @type {(step: (got: any) => void) => (got?: any) => void} */
    const here = (step) => (got) => {
      if (turn === this.turn) step(got);
    };
    const message = /** @type {Message} */ (this.message);
    this.frame.root.dataset.state = 'drawing';
    try {
      const early = earlyOf(message).map(getJson); // most often these
      this.laying.askAhead(message);
      const putting = this.laying.put(message);
      for (const each of [...early, putting]) each.catch(() => {}); // waited for below
      await this.ready();
      const { message: whole, over } = await putting;
      over.catch(() => {});
      if (turn !== this.turn) return;
      this.state.message = whole;
      const figures = getJson(whole.map.figures);
      figures.catch(() => {});
      this.again = null;
      const areas = await getJson(whole.map.areas);
      here(() => this.takeAreas(areas))();
      await Promise.all([
        getJson(whole.map.places).then(here((got) => this.takePlaces(got))),
        over.then(async (got) => {
          const shapes = await this.shapesOf(got);
          here(() => {
            this.takePoints(got, shapes);
            this.again = () => {
              this.takeAreas(areas);
              this.takePoints(got, shapes);
            };
          })();
        }),
        figures.then(here((got) => this.takeFigures(got))),
      ]);
      here(() => this.finish())();
    } catch (error) {
      here(() => this.fail(error))();
    }
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
    this.scene.view.covered = () => this.link?.covered ?? this.frame.covered();
    this.scene.view.coveredRight = () => this.frame.coveredRight();
    this.tools.setScene(this.scene);
    this.pins = new NotePins(this.scene);
    this.choice.scene = this.scene;
    this.looking = new Looking(this.scene);
    this.fine = new Fine(this.scene, (which) => getJson(this.beside(which)));
  }

  /** @param {import('./types').Collection} collection */
  takeAreas(collection) {
    const { scene, state } = this;
    const { classes, colourBy, colours, constants, legend, map, basemap } = state.message;
    if (!scene) return;
    this.isDark = !this.isPaper && isDark(this.frame.root);
    this.colours = colours[this.isDark ? 'dark' : 'light'];
    this.setColours(this.colours, this.isDark);
    this.setGround();
    scene.setBasemap(basemap);
    if (map.areas !== this.shown.areas) {
      this.choice.hover(null); // its number is another shape’s now
      scene.setAreas(collection);
      state.features = collection.features;
      this.shown.areas = map.areas;
    }
    const look = JSON.stringify([map.areas, classes, colourBy, this.colours]);
    if (look !== this.told.look) scene.paint(classes, constants, legend.marked);
    this.told.look = look;
  }

  /** @param {import('./types').Collection} collection */
  takePlaces(collection) {
    const { places } = this.state.message.map;
    if (places === this.shown.places) return;
    this.scene?.setPlaces(collection);
    this.state.places = collection.features;
    this.shown.places = places;
  }

  /** @param {import('./types').LaidBody} body @param {Feature[][]} shapes of its lines, and areas */
  takePoints(body, shapes) {
    const { map } = this.state.message;
    const [lines, doors] = [body.written?.lines, body.written?.doors].map((each) =>
      JSON.stringify([each ?? map.points, map.places, this.colours]),
    );
    const laid = body.lines ? body : null;
    const kind = decodeURIComponent(map.places.match(/places\/(.*)\.json/)?.[1] ?? '');
    if (lines !== this.told.lines) this.scene?.setLaid(laid, shapes, kind);
    this.look = body.colours?.[this.isDark ? 1 : 0] ?? [];
    if (doors !== this.told.doors) this.scene?.setPoints(body.points, this.look);
    this.pins?.set(laid?.noted?.rows ?? []);
    this.notes.set(laid?.noted?.said ?? '', laid?.noted?.rows ?? []);
    this.state.points = body.points;
    this.state.factLabels = body.facts ?? [];
    this.state.laid = laid;
    Object.assign(this.told, { lines, doors });
  }

  /**
   * Fetch the shapes that layers are drawn of: the places of each line, then the areas.
   * @param {import('./types').LaidBody} body
   * @returns {Promise<Feature[][]>}
   */
  async shapesOf({ lines, outlines, counts = {} }) {
    /** @param {string} which */
    const beside = (which) => getJson(this.beside(which));
    const root = this.state.message.look?.replace(/look\.json.*$/, '');
    const wanted = (lines ?? []).map(({ kind, shapes }) =>
      shapes ? getJson(`${root}${shapes}`) : beside(`places/${encodeURIComponent(kind)}`),
    );
    if (outlines?.length) wanted.push(beside('areas'));
    const shapes = (await Promise.all(wanted)).map(({ features }) => features);
    /** @param {Feature[]} features */
    const counted = (features) => features.map((each) => counting(each, counts));
    return shapes.map(counted);
  }

  /**
   * Return the address of something else of the same pack.
   * @param {string} which
   */
  beside(which) {
    return this.state.message.map.places.replace(/places[^?]*/, `${which}.json`);
  }

  /**
   * Return the address of something else of the same pack, and of places of one’s own with it.
   * @param {string} which
   */
  amongAll(which) {
    const { find } = this.state.message.map;
    return which === 'places/own' ? find.replace(/find[^?]*/, `${which}.json`) : this.beside(which);
  }

  /**
   * Fetch the shape of something that is chosen and that the map does not draw.
   * @param {import('./types').Pick} pick
   * @returns {Promise<Feature|undefined>}
   */
  async shapeOf({ kind, id, of, area }) {
    const which = kind === 'place' && of ? `places/${encodeURIComponent(of)}` : 'areas';
    const wanted = kind === 'spot' ? area : id;
    if (kind === 'asset' || !wanted || (kind === 'place' && !of)) return undefined;
    /** @type {import('./types').Collection} */
    const { features } = await getJson(this.amongAll(which));
    return features.find((feature) => feature.id === wanted);
  }

  /** @param {import('./types').FiguresBody} body */
  takeFigures({ heading, figures, parameters, credits, sources, order }) {
    Object.assign(this.state, { heading, figures, parameters, credits, sources });
    this.choice.order = order ?? byGap(figures, this.state.features.length);
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
    this.fine?.set(this.finerOutlines());
    this.looking?.take(message.at, message.map.places.split('/places')[0]);
    this.showLayers();
    this.choice.show();
    this.goToChosen();
    this.tools.update();
    this.setLink();
    this.lookAtFocus();
    requestAnimationFrame(() => {
      this.drawn += 1;
      frame.root.dataset.drawn = String(this.drawn);
      frame.root.dataset.state = 'drawn';
    });
  }

  showLegend() {
    const { colours, look, state } = this;
    const { message, points, laid } = state;
    if (colours) this.legend.update(message, colours, points, laid, look);
  }

  /**
   * Draw in the colours of the light, at once, for as long as the page is printed: paper is white.
   * @param {boolean} isPaper
   */
  print(isPaper) {
    if (isPaper === this.isPaper) return;
    this.isPaper = isPaper;
    if (!this.again) return;
    this.again();
    this.showLegend();
    this.scene?.drawAtOnce();
  }

  /** @returns {Message['fine']} which finer outlines there are of what is drawn now */
  finerOutlines() {
    const { message, laid } = this.state;
    if (!message.fine || !laid) return message.fine;
    const drawn = message.map.areas.match(/\/places\/(.*)\.json/)?.[1];
    const shapes = drawn ? [decodeURIComponent(drawn)] : [];
    const kinds = [...(laid.lines ?? []).map(({ kind }) => kind), ...shapes];
    const places = [...new Set(kinds)].filter((kind) => kind !== 'own');
    return { ...message.fine, areas: !drawn, places };
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
    if (focus && told !== this.told.focus) {
      this.scene?.lookAt(focus);
      this.hold(focus);
    }
    this.told.focus = told;
  }

  /**
   * Hold a linked map at the place that it is about, at the scale of the others.
   * @param {import('./types').Pick} focus
   */
  hold(focus) {
    if (!this.state.message.link?.held) return;
    this.link?.holdAt(this.scene?.boundsOf(focus)?.getCenter() ?? null);
    this.link?.level();
  }

  /** Join the maps that this one moves and points with, or leave them. */
  setLink() {
    const { link } = this.state.message;
    this.frame.root.classList.toggle('is-linked', Boolean(link));
    this.frame.heading.hidden = !link?.heading;
    this.frame.heading.textContent = link?.heading ?? '';
    const label = link?.legend === false ? 'Legend of the second map' : 'Legend';
    const card = this.frame.side.parentElement;
    card?.setAttribute('aria-label', label);
    if (card) card.hidden = link?.legend === false && link.doors === false;
    if ((link?.name ?? '') === (this.link?.name ?? '')) return;
    this.link?.leave();
    const { scene } = this;
    this.link =
      link && scene
        ? new Link(link.name, this.frame.root, scene, this.choice, {
            highlight: (code) => scene.highlight(code),
            covered: () => this.frame.covered(),
          })
        : null;
    this.choice.link = this.link;
    if (!link?.held) this.link?.join();
  }

  setGround() {
    const { ground, map } = this.state.message;
    if (!ground) this.state.groundCredits = [];
    this.scene?.setGround(
      Boolean(ground),
      (rank) => getJson(map.places.replace(/places[^?]*/, `ground/${rank}.json`)),
      (credits) => {
        this.state.groundCredits = credits;
        this.showCredits();
      },
    );
  }

  /** @param {import('./types').Colours} colours @param {boolean} dark */
  setColours(colours, dark) {
    const told = JSON.stringify(colours);
    if (told === this.told.colours) return;
    this.told.colours = told;
    this.scene?.setColours(colours, dark);
    for (const [name, value] of Object.entries(colours)) {
      if (typeof value === 'string') this.frame.root.style.setProperty(`--map-${name}`, value);
    }
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

/**
 * List what is asked for at once: without layers, all that is drawn is known from the first.
 * @param {Message} message
 */
function earlyOf({ layers, map: { areas, places, figures, points } }) {
  return layers === undefined ? [areas, places, figures, points] : [areas, places];
}

/**
 * Return a place with how many offers serve it without a door, where any do.
 * @param {Feature} feature
 * @param {Record<string, number>} counts
 */
const counting = (feature, counts) =>
  counts[feature.id]
    ? { ...feature, properties: { ...feature.properties, beside: counts[feature.id] } }
    : feature;

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

/**
 * List everything that can be found by name.
 * @param {State} state
 * @returns {Item[]}
 */
function findable({ features, places, points, message }) {
  /** @type {(feature: import('./types').Feature) => Item} */
  const place = ({ id, properties: { name } }) => ({
    kind: 'place',
    id,
    name,
    detail: `One of the ${message.places}`,
  });
  /** @type {(point: import('./types').Point) => Item} */
  const service = ({ ids, label, kind }) => ({
    kind: 'asset',
    id: ids[0],
    name: label,
    detail: kind,
  });
  /** @type {(feature: import('./types').Feature) => Item} */
  const area = ({ id, properties: { name, code, district } }) => ({
    kind: 'area',
    id,
    name,
    detail: [code, district].filter(Boolean).join(', '),
  });
  const own = new Set(features.map(({ id }) => id)); // places may be what is coloured
  const others = places.filter(({ id }) => !own.has(id));
  return [...others.map(place), ...points.map(service), ...features.map(area)];
}
