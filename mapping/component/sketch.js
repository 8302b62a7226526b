/**
 * What a tool draws on the map, above all else: lines, outlines and corners, of ink within a halo,
 * so that they stand out on any colour.
 *
 * @typedef {import('./types').Position} Position latitude, longitude
 */

/** @type {{interactive: false, lineJoin: 'round'}} */
const QUIET = { interactive: false, lineJoin: 'round' };
const OUTLINE = 2.6;
const LEAST_PX = 110; // across, from corner to corner: smaller, its outline is all there is
const SHADE = 0.14; // of what is inside an outline

/** One tool’s drawing. */
export class Sketch {
  /** @param {import('./scene.js').Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.group = scene.L.featureGroup().addTo(scene.map);
  }

  clear() {
    this.group.clearLayers();
  }

  /** @param {Position[]} points */
  line(points) {
    const { ink, halo } = this.scene.look;
    const style = { ...QUIET, color: ink, weight: OUTLINE, halo, haloWeight: 3, dashArray: '7 5' };
    this.scene.L.polyline(points, { ...style, fill: false }).addTo(this.group);
  }

  /**
   * Draw an outline, and what is inside of it a little darker.
   * @param {Position[]|Position[][]|Position[][][]} rings
   */
  outline(rings) {
    const { accent, halo } = this.scene.look;
    const style = { ...QUIET, color: accent, weight: OUTLINE, halo, haloWeight: 3.5 };
    const fill = { fill: true, fillColor: accent, fillOpacity: SHADE };
    this.scene.L.polygon(/** @type {any} */ (rings), { ...style, ...fill }).addTo(this.group);
  }

  /** @param {Position[]} points */
  dots(points) {
    const { ink, halo } = this.scene.look;
    const style = { ...QUIET, radius: 5, color: halo, weight: 2, fillColor: ink, fillOpacity: 1 };
    for (const at of points) this.scene.L.circleMarker(at, style).addTo(this.group);
  }

  /**
   * Draw GeoJSON, whose points are longitude and latitude.
   * @param {import('./types').Geometry} geometry
   */
  shape({ type, coordinates }) {
    const depth = type === 'Polygon' ? 1 : 2;
    const rings = this.scene.L.GeoJSON.coordsToLatLngs(coordinates, depth);
    this.outline(/** @type {any} */ (rings));
  }

  /** Bring all of it into sight: as large as it goes, where it would hardly be seen. */
  show() {
    const { map, view } = this.scene;
    const bounds = this.group.getBounds();
    if (!bounds.isValid()) return;
    const [low, high] = [bounds.getSouthWest(), bounds.getNorthEast()];
    const size = map.latLngToContainerPoint(high).distanceTo(map.latLngToContainerPoint(low));
    if (size < LEAST_PX) view.lookAt(bounds.pad(1));
    else view.bringIntoSight(bounds);
  }
}
