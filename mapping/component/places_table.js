/**
 * A table of places: every column sorts, every name opens its place.
 *
 * Data: {caption, columns: [{key, label, note}], rows: [{id, name, cells: [{value, said, share}]}]}
 * Sends: open = id.
 * Every string is set as text, never as HTML.
 */

const NAME = -1;

function compare(first, second, column) {
  if (column === NAME) return first.name.localeCompare(second.name, "en-GB");
  const [a, b] = [first.cells[column].value, second.cells[column].value];
  if (a === null || b === null) return (a === null) - (b === null) || 0;
  return b - a;
}

function drawHead(data, state, redraw) {
  const row = make("tr");
  const heads = [{ label: data.name_label }, ...data.columns];
  heads.forEach((head, index) => {
    const column = index - 1;
    const sorted = state.column === column;
    const order = (column === NAME) === state.turned ? "descending" : "ascending";
    const cell = make("th", { scope: "col", "aria-sort": sorted ? order : "none" });
    const button = make("button", { type: "button" }, head.label);
    button.append(make("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (order === "ascending" ? " ▲" : " ▼") : " ↕"));
    button.addEventListener("click", () => {
      state.turned = sorted ? !state.turned : false;
      state.column = column;
      redraw(index);
    });
    cell.append(button);
    if (head.note) cell.append(make("span", { class: "note" }, head.note));
    row.append(cell);
  });
  const section = make("thead");
  section.append(row);
  return section;
}

function drawCell(cell) {
  const element = make("td");
  element.append(make("span", { class: "figure" }, cell.said));
  if (cell.share !== undefined && cell.share !== null) {
    const track = make("span", { class: "track", "aria-hidden": "true" });
    const part = make("span", { class: "part" });
    part.style.width = `${100 * cell.share}%`;
    track.append(part);
    element.append(track);
  }
  return element;
}

function drawRow(row, send) {
  const element = make("tr");
  const head = make("th", { scope: "row" });
  const button = make("button", { type: "button", class: "open" }, row.name);
  button.addEventListener("click", () => send("open", row.id));
  head.append(button);
  element.append(head, ...row.cells.map(drawCell));
  return element;
}

function draw(root, data, state, send, focusHead) {
  const rows = [...data.rows].sort((a, b) => compare(a, b, state.column));
  // What is not known stays last whichever way the column is turned.
  const known = rows.filter((row) => state.column === NAME || row.cells[state.column].value !== null);
  const unknown = rows.filter((row) => !known.includes(row));
  if (state.turned) known.reverse();
  const table = make("table");
  table.append(make("caption", {}, data.caption));
  table.append(drawHead(data, state, (head) => draw(root, data, state, send, head)));
  const body = make("tbody");
  body.append(...[...known, ...unknown].map((row) => drawRow(row, send)));
  table.append(body);
  const frame = make("div", { class: "frame", tabindex: "0", role: "region", "aria-label": data.caption });
  frame.append(table);
  root.replaceChildren(frame);
  if (focusHead !== undefined) root.querySelectorAll("thead button")[focusHead]?.focus();
}

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".places_table-root");
  const state = states.get(root) ?? { column: data.sort, turned: false };
  states.set(root, state);
  draw(root, data, state, setTriggerValue);
}
