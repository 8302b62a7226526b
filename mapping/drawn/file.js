// What the standing-alone map needs besides Leaflet: colours for light and dark, words for areas,
// labels that do not lie on one another. Every string in `settings` and in the shapes is escaped.
const patch = (settings) => {
  const wantsDark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (wantsDark.matches ? settings.dark : settings.light);
  // A marker first takes the icon it has by default, whose picture would have to be fetched.
  L.Marker.prototype.options.icon = L.divIcon({ className: "" });
  const number = new Intl.NumberFormat("en-GB");

  // What lies on the map: the layers of the file, as they are switched, ordered and faded here.
  const { listed } = settings;
  let asked = listed.asked;
  const layerOf = (key) => asked.find((each) => keyOf(each) === key);
  const opacityOf = (key) => (layerOf(key)?.isOn ? layerOf(key).opacity / 100 : 0);
  const seen = () => {
    const found = seenFill(byHeight(asked, listed.look.heights));
    return found && settings.fills.find(({ key }) => key === keyOf(found));
  };
  const scaleOf = (fill) => (wantsDark.matches ? fill.dark : fill.light);

  const areaStyle = (shape) => (feature) => {
    const t = theme(), fill = seen();
    const isBare = !fill && shape === settings.fills[settings.seen].shape;
    if (isBare) return { fillOpacity: 0, color: t.line, weight: 0.6, opacity: 1, dashArray: null };
    if (fill?.shape !== shape) return { fillOpacity: 0, opacity: 0 };
    const code = Number(fill.classes[feature.properties.i]);
    const colour = scaleOf(fill)[code];
    if (!colour && code === settings.suppressed)
      return { fillColor: t.unknown, fillOpacity: 1, color: t.ink, weight: 2, opacity: 1, dashArray: "6 3" };
    const fillOpacity = opacityOf(fill.key);
    return colour
      ? { fillColor: colour, fillOpacity, color: t.line, weight: 0.6, opacity: 1, dashArray: null }
      : { fillColor: t.unknown, fillOpacity: 1, color: t.ink, weight: 1, opacity: 1, dashArray: "2 3" };
  };
  const areaStyles = settings.fills.map((_, shape) => areaStyle(shape));
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

  function areaHtml({ n, c, i }) {
    const fill = seen() ?? settings.fills[settings.seen];
    const rows = fill.figures.map(({ label, unit, values }) =>
      `<tr><td>${label}</td><td>${said(values[i], unit)}</td></tr>`);
    const word = fill.words[fill.classes[i]];
    const colour = word ? `<p>${word}</p>` : "";
    return `<strong>${n}</strong> <small>${c}</small>${colour}<table>${rows.join("")}</table>`;
  }

  const sayAreas = areaStyles.map((style) => (feature, layer) => {
    layer.bindTooltip(() => areaHtml(feature.properties), { sticky: true, opacity: 1, className: "area-tip" });
    layer.on({
      mouseover: () => layer.setStyle({ weight: 2.5, color: theme().ink }).bringToFront(),
      mouseout: () => {
        layer.setStyle(style(feature));
        bringLinesForward();
      },
    });
  });

  // Names keep clear of one another, and of symbols where they can; a line leads to what stands far off.
  let doors = null;
  const outlines = new Map(); // of places, by the number of their names

  function ringsOf(map, number) {
    const flat = (parts) => (Array.isArray(parts[0]) ? parts.flatMap(flat) : [parts]);
    return flat(outlines.get(number) ?? []).map((ring) =>
      ring.map((at) => map.latLngToContainerPoint(at)).map(({ x, y }) => [x, y]));
  }

  function keepLabelsApart(map) {
    const pane = map.getPane("markerPane");
    const frame = map.getContainer().getBoundingClientRect();
    const boxOn = (each) => {
      const box = each.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    };
    const labels = [...pane.querySelectorAll(".place-label:not(.is-off) span")];
    for (const label of labels) label.style.transform = "";
    const names = labels.map((label) => {
      const [left, top, right, bottom] = boxOn(label);
      const led = Boolean(label.closest(".led"));
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      const rings = ringsOf(map, label.dataset.n);
      return { ...middle, half: wordsWide(label, right - left) / 2 + 2, tall: (bottom - top) / 2, clear: 9, led, rings };
    });
    const sight = [4, 4, frame.width - 4, frame.height - 4];
    const rooms = findRoom(names, new Taken(), new Taken(doors.boxes()), sight);
    labels.forEach((label, at) => placeLabel(label, names[at], rooms[at]));
  }

  // A label stays as wide as it may be once its words are broken.
  function wordsWide(label, most) {
    const words = document.createRange();
    words.selectNodeContents(label);
    return words.getBoundingClientRect().width || most;
  }

  function placeLabel(label, { x, y, half, tall }, room) {
    const line = label.parentElement.querySelector("line");
    label.style.visibility = room ? "visible" : "hidden";
    line.parentElement.style.visibility = room && room.isLed ? "visible" : "hidden";
    if (!room) return;
    const [across, down] = [room.x - x, room.y - y];
    label.style.transform = `translate(${across}px, ${down}px)`;
    if (!room.from) return;
    const [toX, toY] = nearestOf(boxOf(room, { half, tall }), room.from);
    const ends = { x1: room.from[0] - x, y1: room.from[1] - y, x2: toX - x, y2: toY - y };
    for (const [end, at] of Object.entries(ends)) line.setAttribute(end, at);
  }

  // The ground lies beneath the areas; its lines go through them, below every line of the map’s own.
  const ownLines = [];
  const isOwnLine = (layer) => layer instanceof L.Path && layer.options.interactive === false;

  function addGround(map) {
    if (!settings.ground) return;
    const taken = () => {
      const frame = map.getContainer().getBoundingClientRect();
      const found = map.getPane("markerPane").querySelectorAll(".symbol, .place-label:not(.is-off) span");
      const boxes = [...found].map((each) => each.getBoundingClientRect()).map((box) =>
        [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
      return { boxes, names: new Set(settings.ground.written) };
    };
    const fetchRank = async (rank) => settings.ground.ranks[rank - 1];
    ground = new Ground(L, map, { fetchRank, taken });
    ground.opacity = opacityOf("ground");
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

  const outlineStyle = (ink, line, key) => () => ({ ...outline(ink, 0)(), ...line, opacity: opacityOf(key) });
  const marked = (fill) => () => (seen() === fill ? opacityOf(fill.key) && 1 : 0);
  const faded = (style, opacity) => () => ({ ...style(), opacity: opacity() });

  // What belongs to a layer that is off is not seen, not read out and not in the way of names.
  function showParts(map) {
    const root = map.getContainer();
    listed.lines.forEach((key, at) => {
      for (const each of root.querySelectorAll(`.of-line-${at}`)) {
        each.classList.toggle("is-off", !opacityOf(key));
        each.style.opacity = opacityOf(key);
      }
    });
    const told = new Set(); // what is said once of several layers
    for (const each of document.querySelectorAll(".key [data-layer]")) {
      const { layer, fill, one } = each.dataset;
      each.hidden = !layerOf(layer)?.isOn || (fill && seen()?.key !== layer) || told.has(one);
      if (one && !each.hidden) told.add(one);
    }
    countOffers(root);
  }

  // After the name of a place, how many offers serve it without a door in it.
  function countOffers(root) {
    const counts = {};
    for (const layer of byHeight(asked, listed.look.heights))
      if (layer.isOn) Object.assign(counts, settings.counts[keyOf(layer)]);
    for (const label of root.querySelectorAll(".place-label span"))
      label.querySelector(".beside").textContent = counts[label.dataset.n] ? ` +${counts[label.dataset.n]}` : "";
  }

  // What people said: a bubble with its number above its spot, and its words where it is pressed.
  const pins = [];
  function addNotes(map) {
    for (const [key, rows] of settings.noted)
      for (const row of rows.filter(([, at]) => at)) {
        const pin = L.marker(row[1], { icon: bubble(L, row, { x: 0, y: 0 }), keyboard: false, zIndexOffset: 1000 });
        pins.push([key, pin.bindPopup(noteCard(row)).addTo(map)]);
      }
  }
  const showNotes = () => pins.forEach(([key, pin]) => {
    const element = pin.getElement();
    if (element) element.hidden = !opacityOf(key);
    if (!opacityOf(key)) pin.closePopup();
  });

  // Only the shapes that are coloured are there to be pointed at.
  const sheets = [];
  function showSheets(map) {
    const shown = (seen() ?? settings.fills[settings.seen]).shape;
    sheets.forEach((sheet, shape) => (shape === shown ? sheet.addTo(map) : sheet.remove()));
  }

  function redraw(map) {
    showSheets(map);
    map.eachLayer((layer) => layer.resetStyle && layer.resetStyle());
    if (ground) ground.opacity = opacityOf("ground");
    ground?.redraw();
    bringLinesForward();
    showParts(map);
    showNotes();
    doors.draw();
    keepLabelsApart(map);
  }

  function addPanel(map) {
    const holder = document.getElementById("layers");
    if (!holder) return;
    const bodies = new Map(Object.entries(listed.bodies));
    const list = () => panel.update({ asked, bodies, problems: new Map(), look: listed.look,
      isDark: wantsDark.matches, catalogue: null });
    const panel = new LayersPanel((wanted) => {
      asked = wanted;
      list();
      redraw(map);
    });
    holder.append(panel.element);
    holder.closest("details").hidden = false;
    list();
  }

  function ready(map) {
    map.eachLayer((layer) => isOwnLine(layer) && ownLines.push(layer));
    map.eachLayer((layer) => {
      const shape = areaStyles.indexOf(layer.options.style);
      if (shape >= 0) sheets[shape] = layer;
    });
    map.eachLayer((layer) => {
      const number = layer.feature?.properties.n;
      if (typeof number === "string" && /^\d+-\d+$/.test(number)) outlines.set(number, layer.getLatLngs());
    });
    map.fitBounds(settings.bounds, { padding: [12, 12], animate: false });
    doors = new FileDoors(map, settings, () => byHeight(asked, listed.look.heights)
      .filter(({ kind, isOn }) => kind === "doors" && isOn).map((each) => [keyOf(each), each.opacity / 100, markOf(each, asked)]));
    map.on("zoomend resize", () => {
      doors.draw();
      keepLabelsApart(map);
    });
    addGround(map);
    addNotes(map);
    addPanel(map);
    redraw(map);
    wantsDark.addEventListener("change", () => {
      redraw(map);
      lookAtGround();
    });
  }

  return {
    areaStyles, sayAreas, ready,
    markedHalos: settings.fills.map((fill) => faded(outline("halo", 5), marked(fill))),
    markedStyles: settings.fills.map((fill) => faded(outline("ink", 2.5), marked(fill))),
    outlineHalos: settings.outlines.map((line, at) =>
      faded(outline("halo", 5), () => opacityOf(listed.outlines[at]))),
    outlineStyles: settings.outlines.map((line, at) => outlineStyle("ink", line, listed.outlines[at])),
    placeHalos: settings.lines.map(({ weight }, at) =>
      faded(outline("halo", weight + 2), () => opacityOf(listed.lines[at]) * 0.8)),
    placeStyles: settings.lines.map((line, at) => outlineStyle("ink", line, listed.lines[at])),
  };
};
