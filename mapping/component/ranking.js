/**
 * Places in order, each with a bar on one scale; the chosen one says its sentence.
 *
 * Data: {label, show, switch: [[value, text]], rows: [{id, name, said, part, whole}], largest,
 *        chosen: {id, sentences: [string], actions: [[value, text]]} | null, note}
 * Sends: choose = id, show = value, act = {action, id}.
 * Every string is set as text, never as HTML.
 */

function drawSwitch(data, send) {
  const group = make("fieldset", { class: "switch" });
  group.append(make("legend", {}, data.label));
  for (const [value, text] of data.switch) {
    const label = make("label");
    const radio = make("input", { type: "radio", name: `show-${data.key}`, value });
    radio.checked = value === data.show;
    radio.addEventListener("change", () => send("show", value));
    label.append(radio, make("span", {}, text));
    group.append(label);
  }
  return group;
}

function drawBar(row, largest) {
  const track = make("span", { class: "track", "aria-hidden": "true" });
  track.style.width = `${largest > 0 ? (100 * row.whole) / largest : 0}%`;
  const part = make("span", { class: "part" });
  part.style.width = `${row.whole > 0 ? (100 * row.part) / row.whole : 0}%`;
  track.append(part);
  const frame = make("span", { class: "bar" });
  frame.append(track);
  return frame;
}

function drawRow(row, data, send) {
  const item = make("li");
  const chosen = data.chosen?.id === row.id;
  const button = make("button", { type: "button", "aria-expanded": String(chosen) });
  button.dataset.id = row.id;
  button.append(
    make("span", { class: "name" }, row.name),
    make("span", { class: "said" }, row.said),
    drawBar(row, data.largest),
  );
  button.addEventListener("click", () => send("choose", chosen ? "" : row.id));
  item.append(button);
  if (chosen) item.append(drawChosen(data.chosen, send));
  return item;
}

function drawChosen(chosen, send) {
  const box = make("div", { class: "chosen" });
  for (const sentence of chosen.sentences) box.append(make("p", {}, sentence));
  const actions = make("div", { class: "actions" });
  for (const [action, text] of chosen.actions) {
    const button = make("button", { type: "button" }, text);
    button.addEventListener("click", () => send("act", { action, id: chosen.id }));
    actions.append(button);
  }
  box.append(actions);
  return box;
}

/** Draw anew, leaving the focus and the scroll where the person had them. */
function draw(root, data, send) {
  const active = root.getRootNode().activeElement;
  const focused = active?.dataset?.id ?? (active?.type === "radio" ? active.value : null);
  const scrolled = root.querySelector("ol")?.scrollTop ?? 0;
  const list = make("ol", { "aria-label": data.list_label });
  list.append(...data.rows.map((row) => drawRow(row, data, send)));
  root.replaceChildren(drawSwitch(data, send), make("p", { class: "note" }, data.note), list);
  list.scrollTop = scrolled;
  if (focused === null) return;
  const again = [...root.querySelectorAll("button[data-id], input")].find(
    (element) => (element.dataset.id ?? element.value) === focused,
  );
  again?.focus({ preventScroll: true });
}

export default function ({ data, parentElement, setTriggerValue }) {
  draw(parentElement.querySelector(".ranking-root"), data, setTriggerValue);
}
