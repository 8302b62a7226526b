/**
 * Finer outlines where the map is near: fetched piece by piece for what is in sight, and put in the
 * place of the general ones, which come back when the map is far again.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Geometry} Geometry
 */

const MOST = 2_000; // areas in sight: what is finer of more could hardly be seen

/** Which outlines one map is drawn by. */
export class Fine {
  /**
   * @param {import('./scene.js').Scene} scene
   * @param {(which: string) => Promise<any>} fetch something beside the map
   */
  constructor(scene, fetch) {
    this.scene = scene;
    this.fetch = fetch;
    /** @type {import('./types').FineTerms|null} */
    this.terms = null;
    /** @type {Feature[]|null} */
    this.of = null; // the areas that the pieces are of
    this.asked = new Set();
    this.waiting = 0; // for so many answers
    /** @type {Set<number>} */
    this.come = new Set(); // the areas whose finer outlines are here and not drawn yet
    /** @type {Set<number>} */
    this.held = new Set(); // the areas whose finer outlines are here
    /** @type {Map<string, Record<string, Geometry>>} of places, by their kind */
    this.places = new Map();
    scene.map.on('moveend', this.look, this);
    scene.outlining.findFiner = (pick, feature) => this.findFiner(pick, feature);
  }

  /**
   * Take in what there is: from which zoom on, how many areas are a piece, which places.
   * @param {import('./types').FineTerms|null|undefined} terms none where there is nothing finer
   */
  set(terms) {
    this.terms = terms ?? null;
    if (this.of !== this.scene.features) {
      this.of = this.scene.features;
      this.asked.clear();
      this.held.clear();
      this.come.clear();
      this.places.clear();
    }
    for (const kind of this.terms?.places ?? []) {
      const shapes = this.places.get(kind); // its places may be drawn anew
      if (shapes) this.takePlaces(kind, shapes);
    }
    this.look();
  }

  /** List the areas that are in sight, or nearly. */
  seen() {
    return this.scene.drawnAreas.within(this.scene.map.getBounds().pad(0.2));
  }

  /** Draw by the outlines that fit how near the map is, and ask for those that are missing. */
  look() {
    const { terms, scene } = this;
    const isNear =
      terms !== null && scene.map.getZoom() >= terms.from && this.seen().length <= MOST;
    if (isNear !== scene.drawnAreas.isNear) {
      scene.drawnAreas.isNear = isNear;
      scene.refine(this.held);
    }
    if (!isNear || !terms) return;
    if (terms.areas) {
      for (const piece of new Set(this.seen().map((index) => Math.floor(index / terms.size)))) {
        this.ask(`fine/areas/${piece}`, (got) => this.takeAreas(got, piece * terms.size));
      }
    }
    for (const kind of terms.places) this.askPlaces(kind);
  }

  /**
   * Draw a chosen place, of whatever kind, as finely as all else.
   * @param {import('./types').Pick} pick
   * @param {Feature} [feature] its shape, where the map does not draw it
   */
  findFiner({ kind, id, of }, feature) {
    if (kind !== 'place' || !of || !feature || !this.scene.drawnAreas.isNear) return;
    const shape = this.places.get(of)?.[id];
    if (shape) this.scene.drawnAreas.finer.set(feature, shape);
    else this.askPlaces(of);
  }

  /** @param {string} kind */
  askPlaces(kind) {
    this.ask(`fine/places/${encodeURIComponent(kind)}`, (got) => this.takePlaces(kind, got.shapes));
  }

  /** @param {string} which @param {(got: any) => void} take */
  async ask(which, take) {
    if (this.asked.has(which)) return;
    this.asked.add(which);
    this.waiting += 1;
    const { of } = this;
    try {
      const got = await this.fetch(which);
      if (of === this.of) take(got);
    } catch (error) {
      this.asked.delete(which); // asked for again when the map next moves
      console.warn(error);
    }
    this.waiting -= 1;
    if (!this.waiting) this.refine();
  }

  /** Draw what has come: once for all that was asked for, rather than for each piece. */
  refine() {
    if (this.come.size) this.scene.refine([...this.come]);
    this.come.clear();
  }

  /** @param {{shapes: Array<Geometry|null>}} got @param {number} first of the areas */
  takeAreas({ shapes }, first) {
    const { scene } = this;
    shapes.forEach((shape, at) => {
      if (!shape) return;
      scene.drawnAreas.finer.set(scene.features[first + at], shape);
      this.held.add(first + at);
      this.come.add(first + at);
    });
  }

  /** @param {string} kind @param {Record<string, Geometry>} shapes */
  takePlaces(kind, shapes) {
    const { scene } = this;
    this.places.set(kind, shapes);
    for (const feature of scene.placesDrawn()) {
      const shape = shapes[feature.id];
      if (shape) scene.drawnAreas.finer.set(feature, shape);
    }
    const coloured = scene.features.flatMap(({ id }, index) => (shapes[id] ? [index] : []));
    for (const index of coloured) this.held.add(index);
    scene.refine(coloured);
  }
}
