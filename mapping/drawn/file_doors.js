// The doors of the standing-alone map: those whose symbols would lie on one another as one disc with
// their number, by the rule of the app and of pictures. Each can be reached by key, and tells itself.
class FileDoors {
  // `layers` returns the layers of doors that are on, the lowest first, each with its opacity.
  constructor(map, settings, layers) {
    Object.assign(this, { map, settings, layers, told: "", groups: [], points: [] });
    this.group = L.featureGroup().addTo(map);
  }

  // Once each: a door that several layers have is open where it is open for one of them.
  drawn() {
    const all = this.layers().flatMap(([key, opacity, mark]) =>
      (this.settings.doors[key] ?? []).map((point) => ({ ...point, opacity, marks: mark ? [mark] : [] })));
    return doorsOnce(all).map((point) =>
      ({ ...point, shown: point.unsure ? point.opacity * this.settings.unsure : point.opacity }));
  }

  spotsAt(members, zoom) {
    return members.map((at) => {
      const { x, y } = this.map.project(this.points[at].at, zoom);
      return { x, y, count: this.points[at].ids.length };
    });
  }

  draw() {
    const zoom = this.map.getZoom();
    this.points = this.drawn();
    this.groups = groupsOf(this.spotsAt([...this.points.keys()], zoom)).map((group) => {
      const isOne = group.members.length === 1;
      const at = isOne ? this.points[group.members[0]].at : this.map.unproject([group.x, group.y], zoom);
      return { ...group, at: L.latLng(at) };
    });
    const told = JSON.stringify(this.groups.map(({ members }) => members.map((at) => {
      const { ids, shown, hollow, marks } = this.points[at];
      return [ids, shown, hollow, marks];
    })));
    if (told === this.told) return;
    this.told = told;
    this.group.clearLayers();
    for (const group of this.groups) this.mark(group).addTo(this.group);
    this.focusInto();
  }

  mark(group) {
    const { members, count } = group;
    const about = { kind: members.length > 1 ? "cluster" : "asset", index: members[0] };
    if (members.length > 1) about.members = members;
    const state = { points: this.points, factLabels: this.settings.facts };
    const drawn = count > 1 ? this.disc(group) : this.symbol(this.points[members[0]]);
    const span = document.createElement("span");
    span.setAttribute("role", "img");
    span.setAttribute("aria-label", doorLine(about, state));
    span.innerHTML = drawn.html;
    const opacity = Math.max(...members.map((at) => this.points[at].shown));
    const icon = L.divIcon({ html: span, className: count > 1 ? "symbol several" : "symbol",
      iconSize: [drawn.size, drawn.size], iconAnchor: [drawn.size / 2, drawn.size / 2] });
    const marker = L.marker(group.at, { icon, opacity });
    marker.bindTooltip(() => writeNote(about, state), { sticky: false, opacity: 1, className: "door-tip" });
    if (members.length > 1) {
      marker.on("click", () => this.goInto(members));
      marker.on("keypress", ({ originalEvent: { key } }) => key === "Enter" && this.goInto(members));
    }
    marker.first = this.points[members[0]].ids[0];
    return marker;
  }

  symbol({ shape, hollow, colour, marks }) {
    const html = `<svg class="${hollow ? "hollow" : "solid"} s${colour}" viewBox="0 0 24 24" aria-hidden="true" `
      + `focusable="false">${SYMBOLS[shape]}${marks.map((mark) => MARKS[mark]).join("")}</svg>`;
    return { html, size: 26 }; // big enough to touch
  }

  // A number in a ring of the colours of the kinds.
  disc(group) {
    const { members, count } = group;
    const half = sizeOf(group);
    const parts = new Map();
    for (const at of [...members].sort((a, b) => this.points[a].colour - this.points[b].colour)) {
      const { colour, ids } = this.points[at];
      parts.set(colour, (parts.get(colour) ?? 0) + ids.length);
    }
    const width = members.every((at) => this.points[at].hollow) ? 1.5 : 4;
    const radius = half - width / 2;
    const round = 2 * Math.PI * radius;
    let turned = 0;
    const ring = [...parts].map(([colour, number]) => {
      const long = (number / count) * round;
      const dash = `stroke-dasharray="${long} ${round}" stroke-dashoffset="${-turned}"`;
      turned += long;
      return `<circle class="s${colour}" r="${radius}" stroke-width="${width}" ${dash} transform="rotate(-90)"/>`;
    });
    const size = Math.max(2 * half + 4, 26);
    const html = `<svg class="disc" viewBox="${-size / 2} ${-size / 2} ${size} ${size}" `
      + `style="width:${size}px;height:${size}px" aria-hidden="true" focusable="false">`
      + `<circle class="back" r="${half + 1.5}"/>${ring.join("")}`
      + `<text y="4" text-anchor="middle"${count > 99 ? ' class="long"' : ""}>${count}</text></svg>`;
    return { html, size };
  }

  // Go to where doors that are drawn as one part, and to the first of them.
  goInto(members) {
    const nearest = Math.min(this.map.getMaxZoom(), 18);
    const apart = zoomApart((zoom) => this.spotsAt(members, zoom), this.map.getZoom() + 0.5, nearest);
    if (apart === null) return;
    const bounds = L.latLngBounds(members.map((at) => this.points[at].at));
    const whole = this.map.getBoundsZoom(bounds.pad(0.25));
    this.wanted = this.points[members[0]].ids[0];
    this.map.setView(bounds.getCenter(), Math.min(nearest, Math.max(apart, Math.min(whole, apart + 1.5))));
  }

  focusInto() {
    const found = this.wanted && this.group.getLayers().find(({ first }) => first === this.wanted);
    this.wanted = null;
    found?.getElement()?.focus({ preventScroll: true });
  }

  // What they take, in pixels of the map.
  boxes() {
    return this.groups.map((group) => {
      const { x, y } = this.map.latLngToContainerPoint(group.at);
      const half = sizeOf(group) + 1;
      return [x - half, y - half, x + half, y + half];
    });
  }
}
