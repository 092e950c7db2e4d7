// What every page adds where scripts run: the theme's button, "/" for the search, marks on what has just changed.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("hf-theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const name = () => { button.textContent = dark() ? "Light" : "Dark"; button.setAttribute("aria-label", dark() ? "light theme" : "dark theme"); };
  if (button) {
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem("holdfast-theme", root.dataset.theme); } catch { /* It holds for this page, then. */ }
      name();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const field = document.querySelector("main [data-focus='/']") || document.querySelector("[data-focus='/']");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });
  // The token of the terminal comes behind the address once, is kept for this tab only, and never sent but by a form.
  try {
    const given = new URLSearchParams(location.hash.slice(1)).get("token");
    if (given) { sessionStorage.setItem("holdfast-token", given); history.replaceState(null, "", location.pathname + location.search); }
    const token = sessionStorage.getItem("holdfast-token");
    const fill = () => { for (const field of document.querySelectorAll(".verify [name=token]")) { field.value = token; field.parentElement.hidden = true; } };
    if (token) { fill(); document.addEventListener("htmx:after:swap", fill); document.addEventListener("toggle", fill, true); }
  } catch { /* Without storage the token is typed. */ }
  // A fold that is closed opens where an address leads into it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  // On a phone the outline begins folded.
  if (matchMedia("(max-width: 70rem)").matches) document.querySelector(".outline details")?.removeAttribute("open");

  // A search as one types goes into the address, so that the view can be sent to somebody.
  document.querySelector("form.filters[hx-get]")?.addEventListener("input", (event) => {
    const query = new URLSearchParams([...new FormData(event.currentTarget)].filter(([, value]) => value));
    history.replaceState(history.state, "", query.size ? `?${query}` : location.pathname);
  });

  // A static site has no server that could filter: what the address does not ask for is hidden here.
  if (!document.getElementById("hf-stream")) {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!/^(?:kind|state)$/.test(name)) continue;
      for (const one of document.querySelectorAll(`[data-${name}]`)) one.toggleAttribute("hidden", one.getAttribute(`data-${name}`) !== value);
      for (const one of document.querySelectorAll(".chips a")) one.toggleAttribute("aria-current", one.search === location.search);
    }
  }

  // What the server sends: pieces are exchanged by htmx, and what changed in them is marked for a moment.
  const stream = document.getElementById("hf-stream");
  if (!stream) return;
  const content = document.getElementById("hf-content");
  const marked = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest?.("p, li, tr, aside, pre, h1, h2, h3, h4, dd, figure");
  let told = 0;
  new MutationObserver((changes) => {
    if (performance.now() - told > 400) return;
    const found = new Set();
    for (const change of changes) {
      const nodes = change.type === "characterData" ? [change.target] : [...change.addedNodes];
      for (const node of nodes) { const block = marked(node); if (block && content.contains(block)) found.add(block); }
    }
    if (found.size > 40) return;
    for (const block of found) { block.classList.remove("changed"); void block.offsetWidth; block.classList.add("changed"); }
  }).observe(content, { subtree: true, childList: true, characterData: true });
  content.addEventListener("animationend", (event) => event.target.classList.remove("changed"));
  const began = location.search;
  document.addEventListener("htmx:sse:before:message", (event) => {
    told = performance.now();
    // What is shown is another search by now: it is asked again, instead of what the stream knows.
    if (location.search === began) return;
    event.detail.cancelled = true;
    htmx.trigger("form.filters", "submit");
  });
  document.addEventListener("htmx:sse:error", () => root.classList.add("lost"));
  document.addEventListener("htmx:sse:after:connection", () => root.classList.remove("lost"));
  stream.addEventListener("anew", () => htmx.ajax("GET", location.pathname + location.search, { target: "#hf-content", select: "#hf-content > *", swap: "innerMorph" }));
  stream.addEventListener("gone", () => { document.querySelector(".live").textContent = "this page is gone"; });
})();
