// The board on paper: A4 landscape, whole. A copy is laid out for the page when printing starts,
// beside everything else on the screen, and taken away when it ends.
const PAGE_WIDTH = 1047, PAGE_HEIGHT = 718; // pixels inside 10 mm margins, at 96 to the inch
const LEAST_SCALE = 0.62; // smaller than this is not read on paper: the columns go on over pages
const PRINT_CSS = `
@page { size: A4 landscape; margin: 10mm; }
#bx-print { position: absolute; left: -20000px; top: 0; width: max-content; }
@media print {
  html, body { height: auto !important; overflow: visible !important; background: #fff !important; }
  body > *:not(#bx-print) { display: none !important; }
  #bx-print { position: static; width: auto; }
}
#bx-print { font: 11px/1.2 "Segoe UI", "Noto Sans", "DejaVu Sans Condensed", sans-serif; color: #000;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
#bx-print h1 { font-size: 16px; margin: 0 0 4px; } #bx-print p { margin: 0 0 6px; }
#bx-print .sample { font-weight: 700; border: 1px solid #000; padding: 1px 5px; display: inline-block; }
#bx-print table { border-collapse: collapse; width: max-content; font-size: 11px;
  font-variant-numeric: tabular-nums; }
#bx-print table + table { break-before: page; }
#bx-print thead { display: table-header-group; }
#bx-print tr { break-inside: avoid; }
#bx-print th, #bx-print td { border: 1px solid #98a2ae; padding: 1px 2px; height: 18px; text-align: center; }
#bx-print thead th { width: 50px; font-size: 9.5px; font-weight: 600; vertical-align: bottom; line-height: 1.1; }
#bx-print thead th:nth-child(1) { width: 190px; text-align: left; }
#bx-print .dense thead th:nth-child(1) { width: 120px; }
#bx-print tbody th { text-align: left; font-weight: 400; white-space: nowrap; max-width: 220px;
  overflow: hidden; text-overflow: ellipsis; }
#bx-print tr.top > * { font-weight: 700; border-bottom: 2px solid #000; }
#bx-print td { white-space: nowrap; }
#bx-print td s { text-decoration: none; font-size: 8px; margin-right: 2px; }
#bx-print td small, #bx-print thead small { display: block; font-size: 8px; font-weight: 400; }
#bx-print td i { font-style: normal; font-size: 8px; }
#bx-print td em, #bx-print .full { display: none; }
#bx-print .green { background: #cdebd6; } #bx-print .amber { background: #ffd76b; }
#bx-print .red { background: #c4302b; color: #fff; } #bx-print .missing { background: #57457a; color: #fff; }
#bx-print .pending { background: #eef1f5; }
#bx-print .provisional { outline: 1.5px dashed currentColor; outline-offset: -2px; }`;

function paper(data) {
  const sheet = document.createElement("div");
  sheet.id = "bx-print";
  const tiles = data.tiles.map((tile) =>
    `${data.symbols[tile.status] ?? "▨"} ${escaped(data.words[tile.status])}: ${tile.count}`).join(" · ");
  const head = (data.sample ? `<p class='sample'>${escaped(data.sample)}</p>` : "") +
    `<h1>${escaped(data.unit)}. ${escaped(data.title)}</h1><p>${tiles}<br>${escaped(data.words.legend)}</p>`;
  const count = data.columns.length;
  const room = Math.floor((PAGE_WIDTH / LEAST_SCALE - 260) / 51);
  const blocks = Math.max(1, Math.ceil(count / room));
  const size = Math.ceil(count / blocks);
  const tables = Array.from({ length: blocks }, (_, block) =>
    tableHtml(data, block * size, Math.min(count, (block + 1) * size)));
  sheet.innerHTML = `<style>${PRINT_CSS}</style>${head}${tables.join("")}`;
  return sheet;
}

// Scale so that the widest table fits the width, and the whole fits one page where it can.
function fit(sheet) {
  const tables = [...sheet.querySelectorAll("table")];
  const widest = Math.max(...tables.map((table) => table.offsetWidth));
  const across = Math.min(1.15, PAGE_WIDTH / widest);
  const whole = (PAGE_HEIGHT - 6) / sheet.offsetHeight;
  const scale = tables.length === 1 && whole >= LEAST_SCALE ? Math.min(across, whole) : across;
  sheet.style.zoom = String(scale);
}

function printing(current) {
  const before = () => {
    document.getElementById("bx-print")?.remove();
    const sheet = paper(current());
    document.body.append(sheet);
    fit(sheet);
  };
  const after = () => document.getElementById("bx-print")?.remove();
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    after();
  };
}
