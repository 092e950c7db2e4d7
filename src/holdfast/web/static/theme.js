// Before anything is drawn: the theme that was chosen on this machine, if one was.
(() => {
  try {
    const chosen = localStorage.getItem("holdfast-theme");
    if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
  } catch { /* Storage may be forbidden; the system's theme then holds. */ }
})();
