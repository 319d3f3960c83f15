// A list: whose or what, words about it, and one button a line. Texts go in as text nodes.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".lines");
  const told = JSON.stringify(data);
  if (root.dataset.told === told) return;
  root.dataset.told = told;
  const part = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };
  const list = document.createElement("ul");
  list.append(...data.lines.map((line) => {
    const item = document.createElement("li");
    const who = part("div", "who", "");
    who.append(part("b", "", line.name));
    if (line.badge) who.append(part("span", `badge ${line.badge[0]}`, line.badge[1]));
    if (line.below) who.append(part("small", "", line.below));
    const what = part("div", "what", "");
    what.append(...line.words.map((text) => part("span", "", text)));
    if (line.note) what.append(part("small", "", line.note));
    item.append(who, what);
    if (line.action) {
      const button = part("button", "", line.action);
      button.type = "button";
      button.setAttribute("aria-label", `${line.action}: ${line.name}`);
      button.onclick = () => setTriggerValue("acted", line.id);
      item.append(button);
    }
    return item;
  }));
  root.replaceChildren(list);
}
