/**
 * How services are drawn: a symbol at each door, by the shape and colour of its kind.
 *
 * @typedef {import('./types').Point} Point
 * @typedef {import('./types').Colours} Colours
 */

const MANY = 150; // doors from which their symbols are smaller
const REACH = 12; // pixels: how near to a symbol the pointer is upon it

/** The services on one map. */
export class Services {
  /**
   * @param {import('./types').Leaflet} L
   * @param {import('./types').L.Map} map
   * @param {any} Sign the kind of layer that draws one symbol
   * @param {(shape: import('./types').L.Path, about: import('./types').About, id: string) => void}
   *   listen follows the pointer over a symbol
   */
  constructor(L, map, Sign, listen) {
    this.L = L;
    this.map = map;
    this.Sign = Sign;
    this.listen = listen;
    this.group = L.featureGroup().addTo(map);
    /** @type {Point[]} */
    this.points = [];
  }

  /**
   * Draw the services.
   * @param {Point[]} points
   * @param {Colours} colours
   * @param {string[]} [look] the colour of each service
   */
  set(points, colours, look) {
    this.points = points;
    this.group.clearLayers();
    symbolsOf(points, this.Sign, colours, look).forEach((symbol, index) => {
      this.listen(symbol, { kind: 'asset', index }, points[index].ids[0]);
      symbol.addTo(this.group);
    });
  }

  /**
   * Return the boxes that the symbols take, in pixels of the map.
   * @returns {import('./types').Box[]}
   */
  boxes() {
    return this.points.map(({ at }) => {
      const { x, y } = this.map.latLngToContainerPoint(at);
      return [x - 9, y - 9, x + 9, y + 9];
    });
  }

  /**
   * Return a ring around the door of one service, or null where it is not here.
   * @param {string} id
   * @param {object} style
   */
  ringAbout(id, style) {
    const point = this.points.find(({ ids }) => ids.includes(id));
    return point ? this.L.circleMarker(point.at, { ...style, radius: 13 }) : null;
  }

  /** Put the symbols over all else that is drawn. */
  bringToFront() {
    this.group.bringToFront();
  }
}

/**
 * Make the symbols of services; smaller where there are many.
 * @param {Point[]} points
 * @param {any} Sign the kind of layer that draws one
 * @param {Colours} colours
 * @param {string[]} [look] the colour of each service
 * @returns {import('./types').L.Path[]}
 */
export function symbolsOf(points, Sign, { ink, halo }, look = []) {
  const size = points.length > MANY ? 4.5 : 6;
  return points.map(({ shape, hollow, at, ids, colour = 0 }) => {
    const own = look[colour % (look.length || 1)] ?? ink;
    const options = { shape, hollow, size, ink: own, halo, count: ids.length, radius: REACH };
    return new Sign(at, options);
  });
}
