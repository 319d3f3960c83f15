// The board as one component: drawn once for each signature, then only marked.
// Texts of the office go in as text nodes or escaped; nothing here is ever read as HTML.
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

// A long abbreviation such as KHCN/GRDP may break after its stroke.
const breakable = (text) => escaped(text).replace(/\//g, "/<wbr>");

const PROVISIONAL = 1, ESTIMATED = 2, INCOMPLETE = 4;

// A cell is [status, text, flags, change, symbol] or null where nothing applies.
function describe(data, row, column, cell) {
  const { words } = data;
  const [status, text, flags, change] = cell;
  const unit = column.unit && /\d/.test(text) ? ` ${column.unit}` : "";
  const parts = [`${row.name}. ${column.name}: ${text ? text + unit + ", " : ""}${words[status]}`];
  if (flags & PROVISIONAL) parts.push(words.provisional);
  if (flags & ESTIMATED) parts.push(words.estimated);
  if (flags & INCOMPLETE) parts.push(words.incomplete);
  if (change) parts.push(change > 0 ? words.up : words.down);
  return parts.join(", ");
}

function cellHtml(data, row, column, r, c) {
  const cell = data.cells[r][c];
  if (!cell) return "<td class='none' role='gridcell'></td>";
  const [status, text, flags, change] = cell;
  const classes = status + (flags & PROVISIONAL ? " provisional" : "") +
    (text.length > 4 ? " long" : "");
  const shown = text ? `${flags & ESTIMATED ? "≈" : ""}${escaped(text)}`
    : status === "missing" ? escaped(data.words.missing_short) : `<em>${escaped(data.words[status])}</em>`;
  const arrow = change ? `<i>${change > 0 ? "↑" : "↓"}</i>` : "";
  const note = flags & INCOMPLETE ? `<small>${escaped(data.words.incomplete)}</small>` : "";
  return `<td role='gridcell' class='${classes}' data-r='${r}' data-c='${c}' tabindex='-1' ` +
    `aria-label="${escaped(describe(data, row, column, cell))}">` +
    `<s>${data.symbols[status]}</s>${shown}${arrow}${note}</td>`;
}

const named = (item) =>
  `<span class='full'>${escaped(item.name)}</span><span class='short'>${escaped(item.short)}</span>`;

function tableHtml(data, from = 0, to = data.columns.length) {
  const columns = data.columns.slice(from, to);
  const head = columns.map((column) =>
    `<th scope='col' role='columnheader' title="${escaped(column.title)}">${breakable(column.short)}` +
    `<small>${breakable(column.unit)}</small></th>`).join("");
  const rows = data.rows.map((row, r) =>
    `<tr role='row'${row.depth === 0 ? " class='top'" : ""}>` +
    `<th scope='row' role='rowheader' title="${escaped(row.name)}">${named(row)}</th>` +
    `<td role='gridcell' class='share' style='--share:${row.share ?? 0}%' ` +
    `aria-label="${escaped(`${row.name}. ${data.words.rate}: ${row.rate || "–"}`)}">` +
    `${escaped(row.rate || "–")}</td>` +
    columns.map((column, c) => cellHtml(data, row, column, r, from + c)).join("") + "</tr>").join("");
  const size = data.rows.length > 16 || columns.length > 18 ? "dense" : "";
  return `<table role='grid' aria-label="${escaped(data.title)}" style='--n:${columns.length}' ` +
    `class='${size} ${columns.length <= 9 ? "roomy" : ""}'>` +
    `<colgroup><col class='name'><col class='rate'><col span='${columns.length}'></colgroup>` +
    `<thead><tr role='row'><th scope='col' role='columnheader'>${escaped(data.words.unit)}</th>` +
    `<th scope='col' role='columnheader'>${escaped(data.words.rate_short)}<small>%</small></th>${head}</tr></thead>` +
    `<tbody>${rows}</tbody></table>`;
}

function tileHtml(data, tile) {
  const mark = `<span class='mark ${tile.status}'>${data.symbols[tile.status] ?? ""}</span>`;
  return `<li><button type='button' class='tile' data-only='${tile.status}' aria-pressed='false' ` +
    `title="${escaped(data.words.only)}">${mark}<b>${tile.count}</b>` +
    `<span class='what'>${escaped(data.words[tile.status])}</span></button></li>`;
}

function rateTileHtml(data) {
  const { rate } = data;
  const way = rate.change > 0 ? "up" : rate.change < 0 ? "down" : "";
  return `<li><div class='tile rate'><b>${escaped(rate.text)}</b><span class='what'>${escaped(data.words.rate)}<br>` +
    `<strong class='${way}'>${escaped(rate.against)}</strong></span></div></li>`;
}

function firstHtml(data) {
  const item = (one) =>
    `<li><a href="${escaped(one.href)}" data-open="${escaped(one.key)}">` +
    `<span class='mark ${one.status}'>${data.symbols[one.status]}</span><span class='told'>` +
    `<span class='what'><b>${escaped(one.unit)}</b> · ${escaped(one.indicator)}</span><br>` +
    `${escaped(one.text)}</span></a></li>`;
  const list = (items) => `<ul class='first'>${items.map(item).join("")}</ul>`;
  if (!data.first.length) return "";
  const rest = data.first.slice(data.shown);
  const more = rest.length
    ? `<details><summary>${escaped(data.words.more)}</summary>${list(rest)}</details>` : "";
  return `<h2>${escaped(data.words.first)}</h2>${list(data.first.slice(0, data.shown))}${more}`;
}

function boardHtml(data) {
  const sample = data.sample ? `<div class='sample'>${escaped(data.sample)}</div>` : "";
  return `${sample}<h1>${escaped(data.title)}</h1>` +
    `<ul class='tiles'>${rateTileHtml(data)}${data.tiles.map((tile) => tileHtml(data, tile)).join("")}</ul>` +
    `<div class='box'>${tableHtml(data)}</div>` +
    `<p class='legend'>${escaped(data.words.legend)} ${escaped(data.words.hint)}</p>` +
    `<div class='tools'>${data.tools.map(([name, label]) =>
      `<button type='button' data-tool='${name}'>${escaped(label)}</button>`).join("")}</div>` +
    firstHtml(data);
}

function focusCell(root, cell, moves = true) {
  if (!cell) return;
  root.querySelectorAll("td[tabindex='0']").forEach((each) => each.setAttribute("tabindex", "-1"));
  cell.setAttribute("tabindex", "0");
  if (!moves) return;
  cell.focus({ preventScroll: true });
  const box = root.querySelector(".box"), row = cell.parentElement;
  const left = row.firstElementChild.offsetWidth + 4, top = box.querySelector("thead").offsetHeight + 4;
  const place = cell.getBoundingClientRect(), frame = box.getBoundingClientRect();
  if (place.left < frame.left + left) box.scrollLeft -= frame.left + left - place.left;
  if (place.right > frame.right - 4) box.scrollLeft += place.right - frame.right + 16;
  if (place.top < frame.top + top) box.scrollTop -= frame.top + top - place.top;
  if (place.bottom > frame.bottom - 4) box.scrollTop += place.bottom - frame.bottom + 16;
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// Where a key leads from a cell, over cells where nothing applies; null when it leads nowhere.
function target(root, cell, key, far) {
  const r = +cell.dataset.r, c = +cell.dataset.c;
  const at = (row, column) => root.querySelector(`td[data-r='${row}'][data-c='${column}']`);
  const rows = root.bx.data.rows.length, columns = root.bx.data.columns.length;
  const walk = (row, column, down, right) => {
    for (; row >= 0 && column >= 0 && row < rows && column < columns; row += down, column += right) {
      const found = at(row, column);
      if (found) return found;
    }
    return null;
  };
  switch (key) {
    case "ArrowRight": return walk(r, c + 1, 0, 1);
    case "ArrowLeft": return walk(r, c - 1, 0, -1);
    case "ArrowDown": return walk(r + 1, c, 1, 0);
    case "ArrowUp": return walk(r - 1, c, -1, 0);
    case "PageDown": return walk(Math.min(r + 10, rows - 1), c, -1, 0);
    case "PageUp": return walk(Math.max(r - 10, 0), c, 1, 0);
    case "Home": return far ? walk(0, c, 1, 0) : walk(r, 0, 0, 1);
    case "End": return far ? walk(rows - 1, c, -1, 0) : walk(r, columns - 1, 0, -1);
    default: return null;
  }
}

function open(root, r, c) {
  const { data, trigger } = root.bx;
  trigger("open", { unit: data.rows[r].code, indicator: data.columns[c].code });
}

function listen(root) {
  root.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-c]");
    const link = event.target.closest("a[data-open]");
    const tile = event.target.closest("button[data-only]");
    const tool = event.target.closest("button[data-tool]");
    if (cell) {
      focusCell(root, cell);
      open(root, +cell.dataset.r, +cell.dataset.c);
    } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const [unit, indicator] = link.dataset.open.split("~");
      root.bx.trigger("open", { unit, indicator });
    } else if (tile) {
      const only = root.dataset.only === tile.dataset.only ? null : tile.dataset.only;
      if (only) root.dataset.only = only; else delete root.dataset.only;
      root.querySelectorAll("button[data-only]").forEach((each) =>
        each.setAttribute("aria-pressed", String(each.dataset.only === only)));
    } else if (tool) {
      if (tool.dataset.tool === "print") window.print();
      else saveBoard(root.bx.data, tool.dataset.tool);
    }
  });
  root.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-c]");
    if (!cell || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(root, +cell.dataset.r, +cell.dataset.c);
      return;
    }
    const next = target(root, cell, event.key, event.ctrlKey || event.metaKey);
    if (next || /^(Arrow|Page|Home|End)/.test(event.key)) event.preventDefault();
    focusCell(root, next);
  });
  root.addEventListener("mouseover", (event) => {
    const cell = event.target.closest("td[aria-label]");
    if (cell && !cell.title) cell.title = cell.getAttribute("aria-label");
  });
}

function mark(root, data) {
  const before = root.querySelector("td.chosen");
  before?.classList.remove("chosen");
  if (!data.chosen) {
    // The panel was closed: the keyboard goes on from the cell it was opened at.
    if (before) setTimeout(() => {
      if (!document.querySelector("[role=dialog]")) before.focus({ preventScroll: true });
    }, 300);
    return;
  }
  const r = data.rows.findIndex((row) => row.code === data.chosen[0]);
  const c = data.columns.findIndex((column) => column.code === data.chosen[1]);
  const cell = root.querySelector(`td[data-r='${r}'][data-c='${c}']`);
  if (!cell) return;
  cell.classList.add("chosen");
  focusCell(root, cell, false);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".bx");
  const isNew = !root.bx;
  root.bx = { data, trigger: setTriggerValue };
  if (root.dataset.signature !== data.signature) {
    root.dataset.signature = data.signature;
    delete root.dataset.only;
    root.innerHTML = boardHtml(data);
    // Only now, with the board on the screen, is the rest of the page asked for.
    if (data.asks) requestAnimationFrame(() => setTimeout(() => setTriggerValue("shown", true)));
    focusCell(root, root.querySelector("td[data-c]"), false);
  }
  mark(root, data);
  if (isNew) {
    listen(root);
    root.bxPrint = printing(() => root.bx.data);
  }
  return () => { root.bxPrint?.(); root.bxPrint = null; };
}
