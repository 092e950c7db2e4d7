// Draws diagrams, each in a frame of its own that has no origin: it can reach neither this page nor anything else.
(() => {
  const drawn = new Map();
  const draw = (block) => {
    if (block.dataset.drawn !== undefined) return;
    block.dataset.drawn = "";
    const source = block.querySelector("pre").textContent;
    const frame = document.createElement("iframe");
    frame.className = "diagram";
    frame.title = "diagram";
    frame.setAttribute("sandbox", "allow-scripts");
    frame.height = "160";
    frame.src = block.dataset.frame;
    drawn.set(frame, { block, source });
    block.prepend(frame);
  };
  addEventListener("message", (event) => {
    for (const [frame, { block, source }] of drawn) {
      if (event.source !== frame.contentWindow) continue;
      const said = event.data;
      if (said === "ready") {
        const dark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
        frame.contentWindow.postMessage({ source, dark }, "*");
      } else if (said && Number.isFinite(said.height)) {
        frame.height = String(Math.min(2000, Math.max(40, Math.ceil(said.height))));
        block.querySelector("pre").hidden = true;
      } else if (said === "failed") {
        frame.remove();
      }
    }
  });
  const every = () => document.querySelectorAll("[data-diagram]").forEach(draw);
  every();
  document.addEventListener("htmx:after:swap", every);
})();
