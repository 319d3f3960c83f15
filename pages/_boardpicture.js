// The board as a picture, drawn from its data: it opens in any program that reads SVG.
const GROUND = { green: ["#cdebd6", "#0a4f25"], amber: ["#ffd76b", "#523600"], red: ["#c4302b", "#fff"],
  missing: ["#57457a", "#fff"], pending: ["#eef1f5", "#55616f"], not_applicable: ["#fff", "#55616f"] };

function boardSvg(data) {
  const NAME = 270, RATE = 56, CELL = data.columns.length <= 9 ? 104 : 64, ROW = 26, PAD = 20;
  const width = PAD * 2 + NAME + RATE + CELL * data.columns.length;
  const heads = data.columns.map((column) => lines(column.short, CELL - 6, `600 11px ${PICTURE_FONT}`));
  const titles = lines(`${data.unit}. ${data.title}`, width - 2 * PAD, `600 20px ${PICTURE_FONT}`);
  const tiles = data.tiles.map((tile) =>
    `${data.symbols[tile.status] ?? "▨"} ${data.words[tile.status]}: ${tile.count}`).join("   ");
  const keys = [...lines(tiles, width - 2 * PAD, `12px ${PICTURE_FONT}`),
    ...lines(data.words.legend, width - 2 * PAD, `12px ${PICTURE_FONT}`)];
  const above = PAD + (data.sample ? 22 : 0) + titles.length * 26 + keys.length * 16 + 10;
  const headHeight = Math.max(2, ...heads.map((head) => head.length + 1)) * 13 + 8;
  const height = above + headHeight + ROW * data.rows.length + PAD;
  const parts = [];
  const text = (words, x, y, style = "") => parts.push(`<text x="${x}" y="${y}" ${style}>${xml(words)}</text>`);
  let y = PAD + 4;
  if (data.sample) { text(data.sample, PAD, y + 6, 'font-size="13" font-weight="700" fill="#7a4b00"'); y += 22; }
  for (const line of titles) { text(line, PAD, y + 16, 'font-size="20" font-weight="600"'); y += 26; }
  for (const line of keys) { text(line, PAD, y + 10, 'font-size="12" fill="#55616f"'); y += 16; }
  const center = 'text-anchor="middle"';
  heads.forEach((head, c) => {
    const x = PAD + NAME + RATE + CELL * c + CELL / 2;
    const bottom = above + headHeight - 6;
    text(data.columns[c].unit, x, bottom, `${center} font-size="10" fill="#55616f"`);
    head.forEach((line, i) => text(line, x, bottom - 13 * (head.length - i), `${center} font-size="11" font-weight="600"`));
  });
  text(data.words.rate_short, PAD + NAME + RATE / 2, above + headHeight - 19, `${center} font-size="11" font-weight="600"`);
  text("%", PAD + NAME + RATE / 2, above + headHeight - 6, `${center} font-size="10" fill="#55616f"`);
  data.rows.forEach((row, r) => {
    const top = above + headHeight + ROW * r, weight = row.depth === 0 ? 'font-weight="700"' : "";
    const name = lines(row.name, NAME - 8, `12px ${PICTURE_FONT}`).length > 1 ? row.short : row.name;
    text(name, PAD, top + 17, `font-size="12" ${weight}`);
    text(row.rate || "–", PAD + NAME + RATE / 2, top + 17, `${center} font-size="12" font-weight="600"`);
    data.columns.forEach((column, c) => {
      const cell = data.cells[r][c];
      if (!cell) return;
      const [status, value, flags, change] = cell, [ground, ink] = GROUND[status];
      const x = PAD + NAME + RATE + CELL * c;
      const dashes = flags & PROVISIONAL ? `stroke="${ink}" stroke-dasharray="3 2"` : 'stroke="#d5dbe3"';
      parts.push(`<rect x="${x + 1}" y="${top + 1}" width="${CELL - 2}" height="${ROW - 2}" rx="3" fill="${ground}" ${dashes}/>`);
      const shown = value ? `${flags & ESTIMATED ? "≈" : ""}${value}` : status === "missing" ? data.words.missing_short : "";
      const arrow = change ? (change > 0 ? " ↑" : " ↓") : "";
      text(`${data.symbols[status]} ${shown}${arrow}`.trim(), x + CELL / 2, top + 17, `${center} font-size="12" fill="${ink}" ${weight}`);
    });
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${xml(PICTURE_FONT)}" fill="#1c2733" role="img"><title>${xml(`${data.unit}. ${data.title}`)}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`;
  return { svg, width, height };
}

async function saveBoard(data, kind) {
  const { svg, width, height } = boardSvg(data);
  await savePicture(svg, width, height, kind, data.file);
}
