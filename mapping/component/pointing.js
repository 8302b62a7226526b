/**
 * What the pointer is on and presses: the door before the area, and on a press the name.
 *
 * @typedef {import('./types').About} About
 * @typedef {import('./types').Pick} Pick
 * @typedef {import('./types').L.Point} Point
 * @typedef {{onHover: import('./types').OnAbout, onPick: (pick: Pick, at?: Point) => void,
 *   onNothing?: () => void, onList?: (members: number[], at: Point) => void}} Listeners `onNothing`: a
 *   press where nothing is; `onList`: doors that cannot be told apart on any map
 */

/** The pointer on one map. */
export class Pointing {
  /** @param {import('./scene.js').Scene} scene @param {Listeners} listeners */
  constructor(scene, { onHover, onPick, onList, onNothing }) {
    this.scene = scene;
    this.onHover = onHover;
    this.onPick = onPick;
    this.onList = onList;
    this.onNothing = onNothing;
    /** @type {unknown} */
    this.handled = null; // the event of the page that an area has taken
    this.listenToAreas();
    this.listenToMap();
  }

  /** Follow the pointer over the areas, and take one as chosen where it is pressed. */
  listenToAreas() {
    const { drawnAreas, map } = this.scene;
    const indexAt = (/** @type {any} */ { containerPoint }) =>
      drawnAreas.indexAt(map.containerPointToLayerPoint(containerPoint));
    drawnAreas.sheet.on('mousemove', (/** @type {any} */ event) => {
      const index = indexAt(event);
      this.handled = event.originalEvent;
      this.hover(index < 0 ? null : { kind: 'area', index }, event.containerPoint);
    });
    drawnAreas.sheet.on('mouseout', () => this.onHover(null));
    drawnAreas.sheet.on('click', (/** @type {any} */ event) => {
      const feature = drawnAreas.features[indexAt(event)];
      this.handled = event.originalEvent;
      this.press(feature ? { kind: 'area', id: feature.id } : null, event.containerPoint);
    });
  }

  /** Follow the pointer where no area is: a door or a name may be. */
  listenToMap() {
    const { map } = this.scene;
    map.on('zoomstart', () => this.onHover(null));
    map.on('mousemove', (event) => {
      if (event.originalEvent !== this.handled) this.hover(null, event.containerPoint);
    });
    map.on('click', (event) => {
      if (event.originalEvent !== this.handled) this.press(null, event.containerPoint);
    });
  }

  /** @param {About|null} under @param {Point} at */
  hover(under, at) {
    const { holder, names, services } = this.scene;
    const door = services.at(at);
    names.pointAt(door ? null : at);
    holder.classList.toggle('is-over', Boolean(door || names.pointed));
    this.onHover(door ?? under, at);
  }

  /** @param {Pick|null} under @param {Point} at */
  press(under, at) {
    const door = this.scene.services.at(at);
    const place = door ? null : this.scene.names.at(at);
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
   * @param {About} door
   * @param {Point} at
   * @returns {boolean} whether the map went into them
   */
  pressDoor({ index, members }, at) {
    const { services, view } = this.scene;
    if (!members) {
      this.onPick({ kind: 'asset', id: services.points[index].ids[0] }, at);
      return false;
    }
    const into = services.viewInto(members);
    if (into) view.goInto(into);
    else this.onList?.(members, at);
    return Boolean(into);
  }
}
