// A plain table whose texts go in as text nodes. A cell is a text, [class, text] for a badge, or
// ["link", text, address]; an address elsewhere is never followed.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".sheet");
  const table = document.createElement("table");
  const classes = (name) => [["end", data.end], ["tight", data.tight]]
    .filter(([, columns]) => columns.includes(name)).map(([each]) => each).join(" ");
  const head = table.createTHead().insertRow();
  data.head.forEach((text, column) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text;
    cell.className = classes(column);
    head.append(cell);
  });
  const body = table.createTBody();
  data.rows.forEach((row) => {
    const line = body.insertRow();
    row.forEach((value, column) => {
      const cell = line.insertCell();
      cell.className = classes(column);
      if (!Array.isArray(value)) { cell.textContent = value; return; }
      if (value.length === 3) {
        const link = document.createElement("a");
        const url = new URL(value[2], location.href);
        link.href = url.origin === location.origin ? url.href : "#";
        link.textContent = value[1];
        cell.append(link);
        return;
      }
      const badge = document.createElement("span");
      badge.className = value[0];
      badge.textContent = value[1];
      cell.append(badge);
    });
  });
  const parts = [table];
  if (data.more) {
    const more = document.createElement("p");
    more.textContent = data.more;
    parts.push(more);
  }
  root.replaceChildren(...parts);
}
