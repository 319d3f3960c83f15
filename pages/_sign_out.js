// A real form, so that leaving is a POST from our own page and works as any form does.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".out");
  const told = JSON.stringify(data);
  if (root.dataset.told === told) return;
  root.dataset.told = told;
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/dang-xuat";
  const button = document.createElement("button");
  button.type = "submit";
  button.textContent = data.leave;
  form.append(button);
  const parts = [form];
  if (data.password) {
    const link = document.createElement("a");
    link.href = "/mat-khau?next=/account";
    link.textContent = data.password;
    parts.unshift(link);
  }
  root.replaceChildren(...parts);
}
