// Runs inside of the frame that draws one diagram. The frame has no origin, no network and no storage.
(() => {
  const place = document.getElementById("drawing");
  addEventListener("message", async (event) => {
    if (event.source !== parent || typeof event.data?.source !== "string") return;
    try {
      mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: event.data.dark ? "dark" : "neutral", fontFamily: "sans-serif" });
      const { svg } = await mermaid.render("diagram", event.data.source);
      place.innerHTML = svg;
      document.documentElement.style.colorScheme = event.data.dark ? "dark" : "light";
      parent.postMessage({ height: place.scrollHeight + 20 }, "*");
    } catch {
      parent.postMessage("failed", "*");
    }
  });
  parent.postMessage("ready", "*");
})();
