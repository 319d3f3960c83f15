// Leaves for the sign-in page when the session has ended elsewhere. Asking is no activity.
(() => {
  "use strict";
  const EVERY = 30_000;
  let isLeaving = false;

  async function ask() {
    if (isLeaving) return;
    let answer;
    try {
      answer = await fetch("/phien", { cache: "no-store" });
    } catch {
      return; // the server does not answer: Streamlit says so itself
    }
    if (answer.status !== 401 || isLeaving) return;
    isLeaving = true;
    location.assign(`/dang-nhap?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") ask();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) ask(); // brought back by "Back", as it was before
  });
})();

// Streamlit's own words in Vietnamese, as they appear. It has no translation of its own.
(() => {
  "use strict";
  if (new URLSearchParams(location.search).get("lang") === "en") {
    document.documentElement.lang = "en";
    return;
  }

  const WORDS = new Map(Object.entries({
    "Upload": "Chọn tệp",
    "Upload directories": "Chọn thư mục",
    "Browse files": "Chọn tệp",
    "Drag and drop file here": "Kéo tệp thả vào đây",
    "Drag and drop a file here": "Kéo tệp thả vào đây",
    "Drag and drop directories here": "Kéo thư mục thả vào đây",
    "Drag and drop files here": "Kéo các tệp thả vào đây",
    "Drop file here": "Thả tệp vào đây",
    "Drop files here": "Thả các tệp vào đây",
    "or drag and drop a file": "hoặc kéo tệp thả vào đây",
    "or drag and drop files": "hoặc kéo các tệp thả vào đây",
    "Add files": "Thêm tệp",
    "Remove file": "Bỏ tệp",
    "Choose an option": "Chọn một mục",
    "Choose options": "Chọn các mục",
    "Choose or add an option": "Chọn hoặc thêm một mục",
    "No results": "Không tìm thấy",
    "No options to select": "Không có mục nào",
    "No options to select.": "Không có mục nào.",
    "Select all": "Chọn tất cả",
    "Clear all": "Bỏ chọn tất cả",
    "Clear value": "Xóa lựa chọn",
    "Press Enter to apply": "Nhấn Enter để áp dụng",
    "Press Enter to submit form": "Nhấn Enter để gửi",
    "Close": "Đóng",
    "Running...": "Đang chạy…",
    "Stop": "Dừng",
    "Connecting": "Đang kết nối",
    "Connecting...": "Đang kết nối…",
    "Connection error": "Mất kết nối với máy chủ",
    "CONNECTING": "Đang kết nối",
    "Please wait...": "Xin chờ…",
    "Fullscreen": "Toàn màn hình",
    "Close fullscreen": "Thoát toàn màn hình",
    "View fullscreen": "Toàn màn hình",
    "Exit fullscreen": "Thoát toàn màn hình",
    "Search": "Tìm",
    "Download as CSV": "Tải CSV",
    "Show/hide columns": "Ẩn, hiện cột",
    "Hide column": "Ẩn cột",
    "Sort ascending": "Xếp tăng dần",
    "Sort descending": "Xếp giảm dần",
    "Pin column": "Ghim cột",
    "Unpin column": "Bỏ ghim cột",
    "Autosize": "Vừa chiều rộng",
    "Format": "Định dạng",
    "Copy": "Chép",
    "Copied": "Đã chép",
    "empty": "trống",
    "Page not found": "Không có trang này",
    "You have requested page": "Địa chỉ vừa mở là",
    "Go to main page": "Về trang đầu",
    "Show more": "Xem thêm",
    "Show less": "Thu gọn",
    "Loading...": "Đang tải…",
    "Uploading": "Đang tải lên",
    "Previous page": "Trang trước",
    "Next page": "Trang sau",
    "Show chart": "Xem biểu đồ",
    "Show data": "Xem số liệu",
  }));
  const PATTERNS = [
    [/^Limit (\d+)\s?MB per file(?: • (.*))?$/, (all, size, kinds) =>
      `Mỗi tệp tối đa ${size} MB` + (kinds ? ` • ${kinds}` : "")],
    [/^(\d+)\s?MB per file(?: • (.*))?$/, (all, size, kinds) =>
      `Mỗi tệp tối đa ${size} MB` + (kinds ? ` • ${kinds}` : "")],
    [/^File must be (\d+(?:\.\d+)?)\s?MB or smaller\.?$/, (all, size) => `Tệp phải từ ${size} MB trở xuống.`],
    [/^(.+) files are not allowed\.?$/, (all, kind) => `Không nhận tệp ${kind}.`],
    [/(?:status code|HTTP) 413\b/, () => "Tệp quá lớn, máy chủ không nhận."],
    [/(?:status code|HTTP) 429\b/, () => "Đã gửi quá nhiều tệp trong một giờ, hãy thử lại sau."],
    [/(?:status code|HTTP) 507\b/, () => "Đĩa của máy chủ gần đầy nên tạm không nhận tệp. Báo cho quản trị."],
    [/(?:status code|HTTP) 40[13]\b/, () => "Phiên đã kết thúc. Hãy tải lại trang."],
    [/^The page that you have requested does not seem to exist.*$/, () =>
      "Trang không có, hoặc tài khoản này không được mở. Đang ở trang đầu."],
    [/^Showing page (\d+) of (\d+)$/, (all, page, pages) => `Trang ${page} / ${pages}`],
    [/^Selected (.*)\. (.*)$/, (all, value, label) => `Đang chọn ${value}. ${label}`],
    [/^Remove (.+)$/, (all, name) => `Bỏ ${name}`],
    [/^(\d+(?:\.\d+)?)\s?(KB|MB|B)$/, (all, size, unit) => `${size.replace(".", ",")} ${unit}`],
  ];
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];

  function translated(text) {
    const bare = text.trim();
    if (!bare || bare.length > 120) return null;
    const word = WORDS.get(bare);
    if (word !== undefined) return text.replace(bare, word);
    for (const [pattern, replacement] of PATTERNS) {
      if (pattern.test(bare)) return bare.replace(pattern, replacement);
    }
    return null;
  }

  // What people wrote (cells of our own tables, inputs) is never translated.
  const OURS = "[data-bx], textarea, input, [data-testid=stText], [data-testid=stMarkdown]";

  function visitText(node) {
    const words = translated(node.nodeValue);
    if (words !== null && words !== node.nodeValue && !node.parentElement?.closest(OURS)) {
      node.nodeValue = words;
    }
  }

  function visitAttributes(element) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const words = value && translated(value);
      if (words && words !== value) element.setAttribute(name, words);
    }
  }

  function visit(root) {
    if (root.nodeType === Node.TEXT_NODE) return visitText(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest("[data-bx]")) return;
    visitAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) visitText(node);
      else visitAttributes(node);
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(visit);
      else if (change.type === "characterData") visitText(change.target);
      else visitAttributes(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true,
    attributes: true, attributeFilter: ATTRIBUTES,
  });
})();
