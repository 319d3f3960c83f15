// Files of evidence, each with its picture; addresses elsewhere are never followed.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".proofs");
  const told = JSON.stringify(data.files);
  if (root.dataset.told === told) return;
  root.dataset.told = told;
  const ours = (address) => {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url.href : "#";
  };
  root.replaceChildren(...data.files.map((each) => {
    const box = document.createElement("figure");
    const link = document.createElement("a");
    Object.assign(link, { textContent: each.label, href: ours(each.href), download: "" });
    if (each.picture) {
      const picture = document.createElement("img");
      Object.assign(picture, { src: ours(each.picture), alt: each.alt, loading: "lazy" });
      picture.onerror = () => picture.remove();
      box.append(picture);
    }
    box.append(link);
    return box;
  }));
}
