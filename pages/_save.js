// Pictures made in the browser: an SVG as it is, or drawn on a canvas three times as large.
const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const xml = (text) => String(text ?? "").replace(/[&<>"]/g, (sign) => XML[sign]);
const PICTURE_FONT = "'Segoe UI', 'Noto Sans', 'DejaVu Sans Condensed', sans-serif";

function saveBlob(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function savePicture(svg, width, height, kind, name) {
  const drawing = new Blob([svg], { type: "image/svg+xml;charset=utf-8" });
  if (kind === "svg") return saveBlob(drawing, `${name}.svg`);
  const address = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.max(1, Math.min(3, 12_000 / width, 12_000 / height)); // a canvas has limits
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
    saveBlob(png, `${name}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

// Words broken into lines that fit `width`, by a canvas that measures the very font.
function lines(text, width, font) {
  const pen = (lines.pen ??= document.createElement("canvas").getContext("2d"));
  pen.font = font;
  const found = [];
  for (const word of String(text).split(/\s+/)) {
    const longer = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}
