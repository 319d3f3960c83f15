// Saves the Plotly chart that stands above the buttons: its layers become one SVG with a title.
function chartSvg(chart, title) {
  const layers = [...chart.querySelectorAll("svg.main-svg")];
  if (!layers.length) return null;
  const width = layers[0].clientWidth || +layers[0].getAttribute("width");
  const height = layers[0].clientHeight || +layers[0].getAttribute("height");
  const heads = lines(title, width - 32, `600 16px ${PICTURE_FONT}`);
  const above = heads.length * 22 + 14;
  const head = heads.map((line, i) =>
    `<text x="16" y="${24 + 22 * i}" font-size="16" font-weight="600" fill="#1c2733">${xml(line)}</text>`).join("");
  const serializer = new XMLSerializer();
  const body = layers.map((layer) => {
    const copy = layer.cloneNode(true);
    copy.removeAttribute("class");
    copy.querySelectorAll(".drag, .nsewdrag, .hoverlayer").forEach((part) => part.remove());
    copy.setAttribute("y", String(above));
    copy.style.background = "";
    // Plotly keeps its lines one width on a zoomed screen; in a picture they grow with the rest.
    return serializer.serializeToString(copy).replaceAll("non-scaling-stroke", "none");
  }).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${width}" height="${height + above}" viewBox="0 0 ${width} ${height + above}" ` +
    `font-family="${xml(PICTURE_FONT)}"><title>${xml(title)}</title>` +
    `<rect width="100%" height="100%" fill="#fff"/>${head}${body}</svg>`;
  return { svg, width, height: height + above };
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".save");
  root.replaceChildren(...["png", "svg"].map((kind) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = data[kind];
    button.setAttribute("aria-label", `${data[kind]}: ${data.title}`);
    button.onclick = async () => {
      root.querySelector("span")?.remove();
      const chart = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
      const picture = chart && chartSvg(chart, data.title);
      if (picture) return savePicture(picture.svg, picture.width, picture.height, kind, data.file);
      const note = document.createElement("span");
      note.setAttribute("role", "status");
      note.textContent = data.failed;
      root.append(note);
    };
    return button;
  }));
}
