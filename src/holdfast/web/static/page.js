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
  // A fold that is closed opens where an address leads into it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  // On a phone the outline begins folded.
  if (matchMedia("(max-width: 70rem)").matches) document.querySelector(".outline details")?.removeAttribute("open");
})();
