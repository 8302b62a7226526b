/**
 * What of the drawing is in sight: the whole, or something that was chosen or found.
 *
 * @typedef {import('./types').Feature} Feature
 * @typedef {import('./types').Pick} Pick
 */

/** What one map shows of what it draws. */
export class Sight {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {import('./types').L.LatLngBounds|null} */
    this.whole = null; // what all the areas take of the world
    this.isShown = false;
    this.covered = 0; // pixels at its right, by a panel
    this.onWhole = () => {}; // the whole has been shown
  }

  /** Show the whole again where nobody has moved the map, which has another size now. */
  resized() {
    const { map, view } = this.scene;
    const before = map.getSize();
    map.invalidateSize({ animate: false, pan: false });
    const isSame = this.isShown && before.equals(map.getSize());
    if (!view.isMoved && !isSame) this.showAll();
  }

  /** Show the whole beside a panel that has opened, where nobody has moved the map. */
  coveredAnew() {
    const { view } = this.scene;
    const covered = view.coveredRight();
    if (covered !== this.covered && !view.isMoved) this.showAll();
    this.covered = covered;
  }

  /**
   * Return the bounds of something drawn, or null where it is not here.
   * @param {Pick} pick
   */
  boundsOf(pick) {
    const { L, outlining } = this.scene;
    const shape = outlining.shapeOf(pick);
    if (!shape) return null;
    return 'getBounds' in shape ? shape.getBounds() : L.latLngBounds([shape.getLatLng()]);
  }

  /**
   * Return where an area is written about: its middle, in pixels of the map.
   * @param {number} index
   */
  middleOf(index) {
    const { drawnAreas, map } = this.scene;
    return map.latLngToContainerPoint(drawnAreas.boundsOfOne(index).getCenter());
  }

  /**
   * Bring something into sight, moving no more than that needs.
   * @param {Pick} pick
   */
  bringIntoSight(pick) {
    const bounds = this.boundsOf(pick);
    if (bounds) this.scene.view.bringIntoSight(bounds);
  }

  /**
   * Show one area or place as large as it goes.
   * @param {Pick} pick
   */
  lookAt(pick) {
    const bounds = pick.kind === 'asset' ? null : this.boundsOf(pick);
    if (bounds) this.scene.view.lookAt(bounds);
  }

  /**
   * Go to something that was found or chosen: a shape, a box, or a point.
   * @param {Pick} pick
   * @param {Feature} [feature] its shape, where the map does not draw it
   * @param {boolean} [isAtOnce]
   */
  goTo(pick, feature, isAtOnce = false) {
    const { L, view } = this.scene;
    const { box, at } = pick;
    const shape = feature && this.scene.polygon(feature, {}).getBounds();
    const corners = box && L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const bounds = shape ?? corners ?? this.boundsOf(pick) ?? (at && L.latLngBounds([at]));
    if (bounds) view.goTo(bounds, isAtOnce);
  }

  /** Show the whole of the areas, and again whenever the map's size changes. */
  showWhole() {
    this.scene.view.isMoved = false;
    this.showAll();
  }

  showAll() {
    if (!this.whole) return;
    this.scene.view.showAll(this.whole);
    this.isShown = true;
    this.onWhole();
  }
}
