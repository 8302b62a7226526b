/**
 * The question as a sentence whose words are the controls.
 *
 * Data: {parts: [{text} | {setting, label, options: [[value, text]], value}],
 *        more: {label, fields: [{setting, label, options, value} | {setting, label, number, value, step}]},
 *        said: string}
 * Sends: word = {setting, value}.
 * Every string is set as text, never as HTML.
 */

function fillSelect(select, field) {
  const wanted = JSON.stringify(field.options);
  if (select.dataset.options !== wanted) {
    select.replaceChildren(
      ...field.options.map(([value, text]) => {
        const option = make("option", { value }, text);
        return option;
      }),
    );
    select.dataset.options = wanted;
  }
  select.value = field.value;
  fitWidth(select);
}

/** Make a closed select as wide as the words it shows, so that the sentence reads on. */
function fitWidth(select) {
  if (CSS.supports("field-sizing", "content")) return;
  const shown = select.selectedOptions[0]?.textContent ?? "";
  select.style.width = `${Math.max(shown.length * 0.56 + 2.6, 5)}em`;
}

function makeField(field, send) {
  if (field.number) {
    const input = make("input", {
      type: "number",
      "aria-label": field.label,
      step: field.step,
      min: field.min,
      max: field.max,
    });
    input.addEventListener("change", () => {
      if (input.value !== "" && input.validity.valid) send(field.setting, input.value);
      else input.reportValidity();
    });
    return input;
  }
  const select = make("select", { "aria-label": field.label });
  select.addEventListener("change", () => {
    fitWidth(select);
    send(field.setting, select.value);
  });
  return select;
}

function build(root, data, state) {
  const bar = make("div", { class: "bar", role: "group", "aria-label": data.label });
  const sentence = make("p", { class: "sentence" });
  for (const part of data.parts) {
    if (part.text !== undefined) {
      const text = make("span");
      state.texts.push(text);
      sentence.append(text);
      continue;
    }
    const field = makeField(part, state.send);
    state.fields.set(part.setting, field);
    sentence.append(field);
  }
  bar.append(sentence);
  if (data.more) bar.append(buildMore(data.more, state));
  root.replaceChildren(bar);
}

function buildMore(more, state) {
  const details = make("details", { class: "more" });
  details.append(make("summary", {}, more.label));
  const grid = make("div", { class: "grid" });
  for (const item of more.fields) {
    const label = make("label", {});
    label.append(make("span", {}, item.label));
    const field = makeField(item, state.send);
    field.removeAttribute("aria-label");
    state.fields.set(item.setting, field);
    label.append(field);
    grid.append(label);
  }
  details.append(grid, make("p", { class: "method" }, more.method));
  state.method = details.querySelector(".method");
  return details;
}

function update(data, state) {
  const fields = [...data.parts.filter((part) => part.setting), ...(data.more?.fields ?? [])];
  for (const item of fields) {
    const field = state.fields.get(item.setting);
    if (item.number) field.value = item.value;
    else fillSelect(field, item);
  }
  const texts = data.parts.filter((part) => part.setting === undefined);
  texts.forEach((part, index) => {
    state.texts[index].textContent = part.text;
  });
  if (state.method) state.method.textContent = data.more.method;
}

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".question_bar-root");
  const shape = JSON.stringify([
    data.parts.map((part) => part.setting ?? ""),
    data.more?.fields.map((field) => field.setting),
  ]);
  let state = states.get(root);
  if (!state || state.shape !== shape) {
    const open = root.querySelector("details")?.open ?? false;
    state = { shape, fields: new Map(), texts: [] };
    state.send = (setting, value) => state.trigger("word", { setting, value });
    states.set(root, state);
    build(root, data, state);
    const details = root.querySelector("details");
    if (details) details.open = open;
  }
  state.trigger = setTriggerValue;
  update(data, state);
}
