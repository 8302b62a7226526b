// What the standing-alone map needs besides Leaflet: colours for light and dark, words for areas,
// labels that do not lie on one another. Every string in `settings` and in the shapes is escaped.
const patch = (settings) => {
  const wantsDark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (wantsDark.matches ? settings.dark : settings.light);
  // A marker first takes the icon it has by default, whose picture would have to be fetched.
  L.Marker.prototype.options.icon = L.divIcon({ className: "" });
  const number = new Intl.NumberFormat("en-GB");

  function areaStyle(feature) {
    const t = theme();
    const colour = t.scale[feature.properties.k];
    if (!colour && feature.properties.k === settings.suppressed)
      return { fillColor: t.unknown, fillOpacity: 1, color: t.ink, weight: 2, dashArray: "6 3" };
    return colour
      ? { fillColor: colour, fillOpacity: settings.fillOpacity, color: t.line, weight: 0.6, dashArray: null }
      : { fillColor: t.unknown, fillOpacity: 1, color: t.ink, weight: 1, dashArray: "2 3" };
  }
  const outline = (ink, weight) => () => ({
    fill: false, color: theme()[ink], weight, opacity: 1, interactive: false,
  });

  // Of per cents only what is neither none nor all, and rounds to it, comes unrounded.
  function said(value, unit) {
    if (value === null) return settings.notKnown;
    if (typeof value === "string") return value; // in the figure’s own words
    if (unit && !Number.isInteger(value)) return value < 1 ? settings.hardlyAny : settings.nearlyAll;
    return number.format(value) + unit;
  }

  function areaHtml({ n, c, k, v }) {
    const rows = settings.figures.map(({ label, unit }, i) => {
      const value = said(v[i], unit);
      return `<tr><td>${label}</td><td>${value}</td></tr>`;
    });
    const colour = settings.classes[k] ? `<p>${settings.classes[k]}</p>` : "";
    return `<strong>${n}</strong> <small>${c}</small>${colour}<table>${rows.join("")}</table>`;
  }

  function sayArea(feature, layer) {
    layer.bindTooltip(() => areaHtml(feature.properties), { sticky: true, opacity: 1, className: "area-tip" });
    layer.on({
      mouseover: () => layer.setStyle({ weight: 2.5, color: theme().ink }).bringToFront(),
      mouseout: () => {
        layer.setStyle(areaStyle(feature));
        bringLinesForward();
      },
    });
  }

  // Names keep clear of one another, and of symbols where they can; a line leads to what stands far off.
  const SYMBOL_EDGE = 4; // pixels of a symbol's box that are not drawn in

  function keepLabelsApart(map) {
    const pane = map.getPane("markerPane");
    const frame = map.getContainer().getBoundingClientRect();
    const boxOn = (each, inside = 0) => {
      const box = each.getBoundingClientRect();
      return [box.left - frame.left + inside, box.top - frame.top + inside,
        box.right - frame.left - inside, box.bottom - frame.top - inside];
    };
    const labels = [...pane.querySelectorAll(".place-label span")];
    for (const label of labels) label.style.transform = "";
    const names = labels.map((label) => {
      const [left, top, right, bottom] = boxOn(label);
      const led = Boolean(label.closest(".led"));
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      return { ...middle, half: (right - left) / 2 + 2, tall: (bottom - top) / 2, clear: 9, led };
    });
    const symbols = [...pane.querySelectorAll(".symbol")].map((each) => boxOn(each, SYMBOL_EDGE));
    const sight = [4, 4, frame.width - 4, frame.height - 4];
    const rooms = findRoom(names, new Taken(), new Taken(symbols), sight);
    labels.forEach((label, at) => placeLabel(label, names[at], rooms[at]));
  }

  function placeLabel(label, { x, y, half, tall }, room) {
    const line = label.parentElement.querySelector("line");
    label.style.visibility = room ? "visible" : "hidden";
    line.parentElement.style.visibility = room && room.isLed ? "visible" : "hidden";
    if (!room) return;
    const [across, down] = [room.x - x, room.y - y];
    label.style.transform = `translate(${across}px, ${down}px)`;
    line.setAttribute("x2", Math.max(Math.min(0, across + half), across - half));
    line.setAttribute("y2", Math.max(Math.min(0, down + tall), down - tall));
  }

  // The ground lies beneath the areas; its lines go through them, below every line of the map’s own.
  const ownLines = [];
  const isOwnLine = (layer) => layer instanceof L.Path && layer.options.interactive === false;

  function addGround(map) {
    if (!settings.ground) return;
    const taken = () => {
      const frame = map.getContainer().getBoundingClientRect();
      const found = map.getPane("markerPane").querySelectorAll(".symbol, .place-label span");
      const boxes = [...found].map((each) => each.getBoundingClientRect()).map((box) =>
        [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
      return { boxes, names: new Set(settings.ground.written) };
    };
    const fetchRank = async (rank) => settings.ground.ranks[rank - 1];
    ground = new Ground(L, map, { fetchRank, taken });
    ground.opacity = settings.ground.opacity;
    lookAtGround();
    for (const sheet of [ground.beneath, ground.through, ground.names]) sheet.addTo(map);
    ground.beneath.bringToBack();
  }
  let ground = null;
  const lookAtGround = () => ground?.setLook({ isDark: wantsDark.matches, halo: theme().halo });

  function bringLinesForward() {
    ground?.through.bringToFront();
    for (const line of ownLines) line.bringToFront();
    ground?.names.bringToFront();
  }

  function ready(map) {
    map.eachLayer((layer) => isOwnLine(layer) && ownLines.push(layer));
    map.fitBounds(settings.bounds, { padding: [12, 12], animate: false });
    map.on("zoomend resize", () => keepLabelsApart(map));
    keepLabelsApart(map);
    addGround(map);
    bringLinesForward();
    wantsDark.addEventListener("change", () => {
      map.eachLayer((layer) => layer.resetStyle && layer.resetStyle());
      lookAtGround();
    });
  }

  return {
    areaStyle, sayArea, ready,
    haloStyle: outline("halo", 5),
    markedStyle: outline("ink", 2.5),
    outlineStyles: settings.outlines.map((line) => () => ({ ...outline("ink", 0)(), ...line })),
    placeHalos: settings.lines.map(({ weight, opacity }) => () =>
      ({ ...outline("halo", weight + 2)(), opacity: opacity * 0.8 })),
    placeStyles: settings.lines.map((line) => () => ({ ...outline("ink", 0)(), ...line })),
  };
};
