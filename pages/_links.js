// Links to files of this server, looking like buttons; an address elsewhere is never followed.
// A file that takes time to make is waited for here: its button says so, and why there is none.
function nameOf(answer) {
  const named = /filename\*=UTF-8''([^;]+)/i.exec(answer.headers.get("content-disposition") ?? "");
  return named ? decodeURIComponent(named[1]) : "";
}

function saveBlob(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function take(link, label, words, told) {
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  link.textContent = words.making.replace("{file}", label);
  told.textContent = "";
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error((await answer.text()).trim());
    saveBlob(await answer.blob(), nameOf(answer));
  } catch (fault) {
    const why = fault instanceof TypeError ? "" : fault.message;
    told.textContent = `${label}: ${why || words.failed}`;
  }
  link.ariaBusy = "false";
  link.textContent = label;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".links");
  const drawn = JSON.stringify([data.links, data.words]);
  if (root.dataset.told === drawn) return;
  root.dataset.told = drawn;
  const told = document.createElement("p");
  told.role = "status";
  root.replaceChildren(...data.links.map(([label, address]) => {
    const link = document.createElement("a");
    const url = new URL(address, location.href);
    link.textContent = label;
    link.href = url.origin === location.origin ? url.href : "#";
    link.download = "";
    if (data.words && url.origin === location.origin) {
      link.onclick = (event) => {
        event.preventDefault();
        take(link, label, data.words, told);
      };
    }
    return link;
  }), ...(data.words ? [told] : []));
}
