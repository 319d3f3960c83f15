// The queue: a box to pick each line, a button to open it. Texts go in as text nodes.
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".queue");
  const told = JSON.stringify(data);
  if (root.dataset.told === told) return;
  root.dataset.told = told;
  const picked = new Set(data.picked);
  const give = () => setStateValue("picked", data.rows.map((row) => row.number).filter((n) => picked.has(n)));
  const part = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };
  const box = (label, checked, disabled, change) => {
    const input = document.createElement("input");
    input.type = "checkbox";
    input.checked = checked;
    input.disabled = disabled;
    input.setAttribute("aria-label", label);
    input.onchange = () => change(input.checked);
    return input;
  };
  const free = data.rows.filter((row) => !row.own);
  const head = part("label", "all", "");
  head.append(
    box(data.words.all, free.length > 0 && free.every((row) => picked.has(row.number)), !free.length, (on) => {
      free.forEach((row) => (on ? picked.add(row.number) : picked.delete(row.number)));
      give();
    }),
    document.createTextNode(data.words.all),
  );
  const lines = data.rows.map((row) => {
    const line = part("li", "line", "");
    const who = part("div", "who", "");
    who.append(part("b", "", row.unit), part("span", "period", row.period), part("small", "", `${row.sent} · ${row.waited}`));
    const what = part("div", "what", "");
    row.counts.forEach(([name, text]) => what.append(part("span", name, text)));
    what.append(part("small", "", row.own ? data.words.own : row.notes));
    const open = part("button", "", data.words.open);
    open.type = "button";
    open.setAttribute("aria-label", `${data.words.open}: ${row.unit}, ${row.period}`);
    open.onclick = () => setTriggerValue("opened", row.number);
    line.append(
      box(`${row.unit}, ${row.period}`, picked.has(row.number), row.own, (on) => {
        if (on) picked.add(row.number); else picked.delete(row.number);
        give();
      }),
      who, what, open,
    );
    return line;
  });
  const list = document.createElement("ul");
  list.append(...lines);
  root.replaceChildren(head, list);
}
