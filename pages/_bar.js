// The bar on top: native choices, so that a phone, a keyboard and a reader know them.
function select(field, choose) {
  const label = document.createElement("label");
  label.append(field.label);
  const list = document.createElement("select");
  list.style.setProperty("--width", `${field.width}px`);
  list.dataset.key = field.key;
  field.options.forEach(([code, name]) => list.append(new Option(name, code, false, code === field.value)));
  list.onchange = () => choose(field.key, list.value);
  label.append(list);
  return label;
}

function options(field, choose) {
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = field.label;
  const row = document.createElement("div");
  row.className = "options";
  field.options.forEach(([code, name]) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: field.key, value: code, checked: code === field.value });
    input.onchange = () => choose(field.key, code);
    label.append(input, name);
    row.append(label);
  });
  group.append(legend, row);
  return group;
}

function toggle(field, choose) {
  const label = document.createElement("label");
  label.className = "switch";
  const input = document.createElement("input");
  Object.assign(input, { type: "checkbox", checked: field.value === "1" });
  input.dataset.key = field.key;
  input.onchange = () => choose(field.key, input.checked ? "1" : "");
  label.append(input, field.label);
  return label;
}

// A year that is still being typed is before the first day: only a whole, past day is chosen.
function date(field, choose) {
  const label = document.createElement("label");
  label.append(field.label);
  const input = document.createElement("input");
  Object.assign(input, { type: "date", min: "2000-01-01", max: field.latest, value: field.value });
  input.style.setProperty("--width", `${field.width}px`);
  input.dataset.key = field.key;
  input.onchange = () => { if (input.checkValidity()) choose(field.key, input.value); };
  label.append(input);
  return label;
}

const KINDS = { select, options, toggle, date };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".bar");
  root.choose = (key, value) => setTriggerValue("chosen", { key, value });
  const drawn = JSON.stringify(data.fields);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const focused = root.getRootNode().activeElement?.dataset?.key;
  root.replaceChildren(...data.fields.map((field) =>
    KINDS[field.kind](field, (key, value) => root.choose(key, value))));
  if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}
