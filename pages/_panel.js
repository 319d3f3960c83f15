// One cell, told in full. Every text goes in as a text node.
const made = (tag, text, className) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cell");
  const figure = made("div", undefined, "figure");
  figure.append(made("b", data.value), made("span", `${data.symbol} ${data.status_word}`, `pill ${data.status}`));
  data.marks.forEach((mark) => figure.append(made("span", mark, "mark")));
  const parts = [made("p", data.who, "who"), figure, made("p", data.why, "why")];
  data.sections.forEach(([title, facts]) => {
    if (!facts.length) return;
    const list = made("dl");
    facts.forEach(([label, text]) => list.append(made("dt", label), made("dd", text)));
    parts.push(...(title ? [made("h4", title)] : []), list);
  });
  root.replaceChildren(...parts);
}
