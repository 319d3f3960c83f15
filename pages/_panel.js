// One cell, told in full. Every text goes in as a text node.
const made = (tag, text, className) => {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};

// An address elsewhere is never followed; files of this server are saved, pages are opened.
const ours = (address) => new URL(address, location.href).origin === location.origin;
const linked = (text, address) => {
  if (!address || !ours(address)) return document.createTextNode(text);
  const link = made("a", text);
  link.href = address;
  if (/^\/(tai|minh-chung)\//.test(address)) link.download = "";
  return link;
};
const lines = (texts) => texts.map((text) => made("p", text));

const DRAWN = {
  warnings: ([message, word]) => [made("p", message), made("p", word, "word")],
  versions: (each) => {
    const head = made("p", undefined, "head");
    const number = made("span");
    number.append(linked(each.number, each.href));
    head.append(made("b", each.value), made("span", each.state, "mark"), number);
    return [head, ...lines(each.told)];
  },
  proof: (each) => {
    const head = made("p", undefined, "head");
    head.append(linked(each.name, each.href));
    if (each.mark) head.append(made("span", each.mark, each.isBroken ? "mark broken" : "mark"));
    if (!each.picture || !ours(each.picture)) return [head, ...lines(each.told)];
    const picture = made("img");
    Object.assign(picture, { src: each.picture, alt: each.alt, loading: "lazy" });
    picture.onerror = () => picture.remove();
    return [head, ...lines(each.told), picture];
  },
};

function listed([title, kind, items]) {
  if (!items.length) return [];
  const list = made("ul", undefined, kind);
  items.forEach((each) => {
    const item = made("li");
    item.append(...DRAWN[kind](each));
    list.append(item);
  });
  return [made("h4", title), list];
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".cell");
  const figure = made("div", undefined, "figure");
  figure.append(made("b", data.value), made("span", `${data.symbol} ${data.status_word}`, `pill ${data.status}`));
  data.marks.forEach((mark) => figure.append(made("span", mark, "mark")));
  const parts = [made("p", data.who, "who"), figure, made("p", data.why, "why")];
  data.sections.forEach(([title, facts]) => {
    if (!facts.length) return;
    const list = made("dl");
    facts.forEach(([label, text, address]) => {
      const value = made("dd");
      value.append(linked(text, address));
      list.append(made("dt", label), value);
    });
    parts.push(...(title ? [made("h4", title)] : []), list);
  });
  if (data.known) parts.splice(1, 0, made("p", data.known, "known"));
  parts.push(...data.lineage.flatMap(listed));
  root.replaceChildren(...parts);
}
