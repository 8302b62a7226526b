/** Numbers on the map, as in a list of the page: above all else, and the same in every scheme. */

const PANE = 'marks';
const OVER_DOORS = '620';

/** The numbers on one map. */
export class Marks {
  /** @param {import('./scene.js').Scene} scene */
  constructor({ L, map }) {
    this.L = L;
    this.group = L.featureGroup().addTo(map);
    const pane = map.createPane(PANE);
    pane.style.zIndex = OVER_DOORS;
    pane.style.pointerEvents = 'none';
    this.told = '[]';
  }

  /** @param {import('./types').Mark[]} marks */
  set(marks) {
    const told = JSON.stringify(marks);
    if (told === this.told) return;
    this.told = told;
    this.group.clearLayers();
    for (const [text, lat, lon, name] of marks) {
      const about = document.createElement('span');
      about.textContent = text;
      about.title = name;
      const icon = this.L.divIcon({ className: 'mark', html: about, iconSize: [24, 24] });
      const own = { icon, pane: PANE, interactive: false, keyboard: false };
      this.L.marker([lat, lon], own).addTo(this.group);
    }
  }
}
