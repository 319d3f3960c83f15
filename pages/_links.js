// Links to files of this server, looking like buttons; an address elsewhere is never followed.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".links");
  const told = JSON.stringify(data.links);
  if (root.dataset.told === told) return;
  root.dataset.told = told;
  root.replaceChildren(...data.links.map(([label, address]) => {
    const link = document.createElement("a");
    const url = new URL(address, location.href);
    link.textContent = label;
    link.href = url.origin === location.origin ? url.href : "#";
    link.download = "";
    return link;
  }));
}
