"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const [tools, filter, link, linkValue, status, tip] = ["tools", "filter", "link", "link-value", "status", "tip"].map(byId);
  const boxes = all("#codecs input");
  const started = { q: "", link: "1", off: new Set(), sort: new Map(), anchor: "" };
  const state = { ...started, off: new Set(), sort: new Map() };
  let isReading = false;

  // --- Rows and marks -----------------------------------------------------------------------------
  function show() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0, total = 0;
    for (const row of all("tbody tr[data-codec]")) {
      const text = row.textContent.toLowerCase();
      const isOff = state.off.has(row.dataset.codec) || !words.every((word) => text.includes(word));
      row.classList.toggle("off", isOff);
      total += 1;
      if (!isOff) shown += 1;
    }
    for (const mark of all(".ncp g[data-codec]")) mark.classList.toggle("off", state.off.has(mark.dataset.codec));
    for (const plot of all(".ncp")) { drawFrontier(plot); keepStop(plot); }
    for (const box of boxes) box.checked = !state.off.has(box.value);
    if (filter.value !== state.q) filter.value = state.q;
    status.textContent = shown === total ? "" : `${shown} of ${total} rows shown`;
    transfer();
    write();
  }

  // The frontier of the marks that are shown: steps down to the right, as it was drawn.
  function drawFrontier(plot) {
    const path = plot.querySelector("[data-frontier]");
    if (!path) return;
    const original = path.dataset.original || (path.dataset.original = path.getAttribute("d"));
    const marks = all("g[data-x]", plot);
    const points = marks.filter((mark) => !mark.classList.contains("off")).map((mark) => ({ x: +mark.dataset.x, y: +mark.dataset.y }));
    if (points.length === marks.length) return path.setAttribute("d", original);
    const best = points.filter((p) => !points.some((o) => o.x >= p.x && o.y <= p.y && (o.x > p.x || o.y < p.y))).sort((a, b) => a.x - b.x);
    if (!best.length) return path.setAttribute("d", "");
    const left = original.slice(1).split(",")[0];
    const bottom = original.split(",").pop();
    let d = `M${left},${best[0].y}`;
    best.forEach((p, i) => { d += `L${p.x},${p.y}` + (i + 1 < best.length ? `L${p.x},${best[i + 1].y}` : ""); });
    path.setAttribute("d", `${d}L${best[best.length - 1].x},${bottom}`);
  }

  // --- Sorting ------------------------------------------------------------------------------------
  function sortTable(table, column, direction) {
    const body = table.tBodies[0];
    const key = (row) => { const cell = row.cells[column]; return cell.dataset.sort ?? cell.textContent.trim(); };
    const isMissing = (text) => text === "" || text === "–";
    const rows = Array.from(body.rows).map((row, index) => ({ row, index, key: key(row) }));
    const isNumber = rows.every((entry) => isMissing(entry.key) || !Number.isNaN(Number(entry.key)));
    const order = direction === "descending" ? -1 : 1;
    const collator = new Intl.Collator("en", { numeric: true });
    rows.sort((a, b) => {
      // What is missing comes last whichever way.
      if (isMissing(a.key) || isMissing(b.key)) return isMissing(a.key) - isMissing(b.key) || a.index - b.index;
      return order * (isNumber ? a.key - b.key : collator.compare(a.key, b.key)) || a.index - b.index;
    });
    rows.forEach((entry) => body.append(entry.row));
    Array.from(table.tHead.rows[0].cells).forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", direction); else head.removeAttribute("aria-sort");
    });
  }

  function makeSortable(table) {
    table.dataset.order = "";
    Array.from(table.tBodies[0].rows).forEach((row, index) => { row.dataset.index = index; });
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        state.sort.set(table.id, [column, next]);
        sortTable(table, column, next);
        status.textContent = `Sorted by ${button.textContent.trim()}, ${next}`;
        write();
      });
    });
  }

  function restoreOrder(table) {
    const rows = Array.from(table.tBodies[0].rows).sort((a, b) => a.dataset.index - b.dataset.index);
    rows.forEach((row) => table.tBodies[0].append(row));
    all("thead th", table).forEach((head) => head.removeAttribute("aria-sort"));
  }

  // --- Link speed ---------------------------------------------------------------------------------
  const short = (value) => value >= 100 ? value.toFixed(0) : String(+value.toFixed(value >= 10 ? 1 : 2));
  const duration = (s) => s < 0.001 ? `${short(s * 1e6)} µs` : s < 1 ? `${short(s * 1000)} ms` : s < 120 ? `${short(s)} s` : s < 7200 ? `${short(s / 60)} min` : `${short(s / 3600)} h`;
  const speed = (mbit) => mbit < 1 ? `${short(mbit * 1000)} kbit/s` : mbit < 1000 ? `${short(mbit)} Mbit/s` : `${short(mbit / 1000)} Gbit/s`;

  function transfer() {
    const mbit = Math.pow(10, Number(state.link));
    link.value = state.link;
    linkValue.textContent = speed(mbit);
    link.setAttribute("aria-valuetext", speed(mbit));
    for (const table of all("table.transfer")) {
      table.caption.textContent = table.caption.textContent.replace(/at [\d.]+ .?bit\/s/, `at ${speed(mbit)}`);
      const rows = Array.from(table.tBodies[0].rows).map((row) => {
        const [c, bytes, d] = [row.dataset.c, row.dataset.bytes, row.dataset.d].map(Number);
        const s = bytes * 8 / (mbit * 1e6);
        return { row, c, s, d, total: c + s + d };
      });
      const longest = Math.max(...rows.filter((entry) => !entry.row.classList.contains("off")).map((entry) => entry.total), 1e-9);
      for (const { row, c, s, d, total } of rows) {
        const set = (index, value) => { row.cells[index].textContent = duration(value); row.cells[index].dataset.sort = value; };
        set(1, c); set(2, s); set(3, d); set(4, total);
        const parts = all(".stack i", row);
        [c, s, d].forEach((value, index) => { parts[index].style.width = `${100 * value / longest}%`; });
      }
      if (!state.sort.has(table.id)) {
        rows.sort((a, b) => a.total - b.total).forEach((entry) => table.tBodies[0].append(entry.row));
      } else {
        sortTable(table, ...state.sort.get(table.id));
      }
    }
  }

  // --- Deep links: the state is kept behind the anchor, #images&q=xz&off=lz4&link=2 -------------------
  function write() {
    if (isReading) return;
    const parts = [state.anchor];
    if (state.q) parts.push(`q=${encodeURIComponent(state.q)}`);
    if (state.off.size) parts.push(`off=${Array.from(state.off, encodeURIComponent).join(",")}`);
    if (state.link !== started.link) parts.push(`link=${state.link}`);
    state.sort.forEach(([column, direction], id) => parts.push(`sort=${encodeURIComponent(id)},${column},${direction}`));
    const hash = parts.length === 1 && !state.anchor ? "" : `#${parts.join("&")}`;
    try { history.replaceState(null, "", hash || location.pathname + location.search); } catch { /* some viewers forbid it */ }
  }

  function decoded(text) { try { return decodeURIComponent(text); } catch { return text; } }

  function read() {
    isReading = true;
    const [anchor, ...parts] = location.hash.slice(1).split("&");
    state.anchor = decoded(anchor);
    for (const part of parts) {
      const [name, value = ""] = part.split("=");
      if (name === "q") state.q = decoded(value);
      if (name === "off") state.off = new Set(value.split(",").filter(Boolean).map(decoded));
      if (name === "link" && value !== "" && Number.isFinite(+value)) state.link = String(Math.min(4, Math.max(-1, +value)));
      if (name === "sort") {
        const [id, column, direction] = value.split(",");
        const table = byId(decoded(id));
        if (table && table.tHead && table.tHead.rows[0].cells[+column] && ["ascending", "descending"].includes(direction)) {
          state.sort.set(table.id, [+column, direction]);
          sortTable(table, +column, direction);
        }
      }
    }
    show();
    const target = state.anchor && byId(state.anchor);
    all(".target").forEach((row) => row.classList.remove("target"));
    if (target) {
      for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
      target.classList.add("target");
      target.scrollIntoView({ behavior: "instant" });
    }
    isReading = false;
    write();
  }

  // --- Tooltips -----------------------------------------------------------------------------------
  function showTip(mark) {
    const box = (mark.querySelector(".ncp-sign") || mark).getBoundingClientRect();
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const left = Math.min(Math.max(4, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 4);
    tip.style.left = `${left}px`;
    tip.style.top = `${box.top - tip.offsetHeight - 8 > 0 ? box.top - tip.offsetHeight - 8 : box.bottom + 8}px`;
  }

  // The marks of a plot are one stop of the Tab key; arrows, Home and End lead from mark to mark.
  function move(plot, mark, key) {
    const shown = all("g[tabindex]", plot).filter((other) => !other.classList.contains("off"));
    const at = shown.indexOf(mark);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[key];
    if (to === undefined) return false;
    focusMark(plot, shown[Math.min(Math.max(to, 0), shown.length - 1)]);
    return true;
  }

  function focusMark(plot, mark) {
    all("g[tabindex='0']", plot).forEach((other) => other.setAttribute("tabindex", "-1"));
    mark.setAttribute("tabindex", "0");
    mark.focus();
  }

  // A plot keeps its stop when the codec that has it is switched off.
  function keepStop(plot) {
    const marks = all("g[tabindex]", plot);
    const first = marks.find((mark) => mark.getAttribute("tabindex") === "0" && !mark.classList.contains("off"))
      ?? marks.find((mark) => !mark.classList.contains("off"));
    for (const mark of marks) mark.setAttribute("tabindex", mark === first ? "0" : "-1");
  }

  for (const plot of all(".ncp")) {
    plot.addEventListener("keydown", (event) => {
      const mark = event.target.closest("g[tabindex]");
      if (mark && move(plot, mark, event.key)) event.preventDefault();
    });
  }

  for (const mark of all(".ncp g[tabindex]")) {
    mark.querySelector("title")?.remove();
    mark.addEventListener("mouseenter", () => showTip(mark));
    mark.addEventListener("focus", () => showTip(mark));
    mark.addEventListener("mouseleave", () => { tip.hidden = true; });
    mark.addEventListener("blur", () => { tip.hidden = true; });
  }

  // --- Wiring -------------------------------------------------------------------------------------
  all("table").forEach(makeSortable);
  filter.addEventListener("input", () => { state.q = filter.value; show(); });
  link.addEventListener("input", () => { state.link = link.value; transfer(); write(); });
  for (const box of boxes) {
    box.addEventListener("change", () => { if (box.checked) state.off.delete(box.value); else state.off.add(box.value); show(); });
  }
  for (const button of all("[data-choose]")) {
    button.addEventListener("click", () => {
      state.off = new Set(boxes.filter((box) => button.dataset.choose !== "all" && box.dataset.family !== button.dataset.choose).map((box) => box.value));
      show();
    });
  }
  byId("reset").addEventListener("click", () => {
    Object.assign(state, { q: "", link: started.link, off: new Set(), sort: new Map() });
    all("table").forEach(restoreOrder);
    show();
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
  // On paper everything is open, and headers are words: buttons are not repeated at the top of the next page.
  let wereClosed = [], wereButtons = [];
  addEventListener("beforeprint", () => {
    wereClosed = all("details:not([open])");
    wereClosed.forEach((part) => { part.open = true; });
    wereButtons = all("thead th button").map((button) => {
      const words = document.createElement("span");
      words.append(...button.childNodes);
      button.replaceWith(words);
      return [button, words];
    });
  });
  addEventListener("afterprint", () => {
    wereClosed.forEach((part) => { part.open = false; });
    wereButtons.forEach(([button, words]) => { button.append(...words.childNodes); words.replaceWith(button); });
    wereClosed = wereButtons = [];
  });
  tools.hidden = false;
  read();
})();
